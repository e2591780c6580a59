import type { SoundSettings, Suppression } from '@neustream/shared/studio/inputs.ts';
import { type Levels, SILENCE_DB } from '../worklets/loudness.ts';
import processorsUrl from '../worklets/processors.ts?worker&url';
import { Strip } from './strip.ts';

const SAMPLE_RATE = 48_000;
/** The bus as a strip of the meters. */
export const PROGRAMME = 'programme';
/** Quieter than this is nothing that viewers hear, in LUFS. */
const HEARD_LUFS = -65;
const TELL_EVERY_MS = 66;
const PROBE_EVERY_MS = 1000;
/** An input that gave nothing at all for so long is most likely muted elsewhere, in ms. */
const DEAF_MS = 5000;

/** Where the sound of an input comes from. */
export type SoundSource = MediaStreamTrack | Player;

/** Plays sound that the media worker sends through a port. */
export interface Player {
  readonly node: AudioNode;
  /** To be transferred to the media worker. */
  readonly port: MessagePort;
  close(): void;
}

export interface Mixer {
  /** What viewers hear: 48 kHz, stereo, limited. */
  readonly programme: MediaStreamTrack;
  /** The same without what is marked as music, for recordings. It runs from the first call on. */
  withoutMusic(): MediaStreamTrack;
  /** One input alone, as it is heard in the mix, and silence once it is gone; null where there is none. */
  openTrack(inputId: string): { track: MediaStreamTrack; close(): void } | null;
  /** Adds an input, or changes it. A null source keeps its strip while its device is away. */
  setInput(inputId: string, source: SoundSource | null, settings: SoundSettings): void;
  /** What plays the sound of a file; it is a source once it was given to an input. */
  openPlayer(): Player;
  removeInput(inputId: string): void;
  /** Only this input is heard; null: all are. */
  setSolo(inputId: string | null): void;
  /** With push to talk, nothing is heard unless the key is held; null: off. */
  setPushToTalk(held: boolean | null): void;
  /** For how long viewers have heard nothing, in ms. */
  silentMs(): number;
  /** Calls back with the inputs that give nothing at all, whenever these change. */
  watchDeaf(listener: (inputIds: readonly string[]) => void): () => void;
  /** Calls back about fifteen times a second with the levels of every strip, and of `PROGRAMME`. */
  watch(listener: (levels: ReadonlyMap<string, Levels>) => void): () => void;
  /** Calls back when an input's suppressor could not be loaded: its sound goes on without it. */
  onSuppressionFailed(listener: (inputId: string, kind: Suppression) => void): () => void;
  /** Needs a click or key of the person where the page has had none. */
  resume(): Promise<void>;
  close(): void;
}

/** Starts a mixer. It runs without an output device, so that it outlives the system's sound service. */
export async function createMixer(): Promise<Mixer> {
  const context = new AudioContext({ sampleRate: SAMPLE_RATE, ...NO_DEVICE });
  try {
    await context.audioWorklet.addModule(processorsUrl);
    return new AudioGraph(context);
  } catch (error) {
    void context.close();
    throw error;
  }
}

/** Chromium's way to say that nothing is to be heard here. */
const NO_DEVICE = { sinkId: { type: 'none' } };

class AudioGraph implements Mixer {
  readonly programme: MediaStreamTrack;
  readonly #context: AudioContext;
  readonly #bus: GainNode;
  readonly #musicless: GainNode;
  #musiclessTrack: MediaStreamTrack | null = null;
  readonly #monitorBus: MediaStreamAudioDestinationNode;
  readonly #monitor = new Audio();
  readonly #strips = new Map<string, Strip>();
  readonly #levels = new Map<string, Levels>();
  readonly #watchers = new Set<(levels: ReadonlyMap<string, Levels>) => void>();
  readonly #listeners = new Set<(inputId: string, kind: Suppression) => void>();
  readonly #deafWatchers = new Set<(inputIds: readonly string[]) => void>();
  readonly #telling: ReturnType<typeof setInterval>;
  readonly #probing: ReturnType<typeof setInterval>;
  #deaf: readonly string[] = [];
  #solo: string | null = null;
  #talking: boolean | null = null;
  #heardAt = performance.now();
  #closed = false;

  constructor(context: AudioContext) {
    this.#context = context;
    this.#bus = context.createGain();
    this.#musicless = context.createGain();
    this.#monitorBus = context.createMediaStreamDestination();
    const meter = new AudioWorkletNode(context, 'neustream-meter', { numberOfOutputs: 0 });
    meter.port.onmessage = ({ data }: MessageEvent<Levels>) => {
      this.#levels.set(PROGRAMME, data);
      if (data.momentaryLufs > HEARD_LUFS) this.#heardAt = performance.now();
    };
    const limiter = limited(context, this.#bus);
    limiter.connect(meter);
    this.programme = trackOf(context, limiter);
    this.#monitor.srcObject = this.#monitorBus.stream;
    context.addEventListener('statechange', () => this.#follow());
    this.#telling = setInterval(() => {
      for (const watcher of this.#watchers) watcher(this.#levels);
    }, TELL_EVERY_MS);
    this.#probing = setInterval(() => this.#probe(), PROBE_EVERY_MS);
  }

  openPlayer(): Player {
    const node = new AudioWorkletNode(this.#context, 'neustream-player', {
      numberOfInputs: 0,
      outputChannelCount: [2],
    });
    const { port1, port2 } = new MessageChannel();
    node.port.postMessage(port1, [port1]);
    return {
      node,
      port: port2,
      close() {
        node.disconnect();
        node.port.postMessage('end');
      },
    };
  }

  withoutMusic(): MediaStreamTrack {
    this.#musiclessTrack ??= trackOf(this.#context, limited(this.#context, this.#musicless));
    return this.#musiclessTrack;
  }

  openTrack(inputId: string): { track: MediaStreamTrack; close(): void } | null {
    const strip = this.#strips.get(inputId);
    if (strip === undefined) return null;
    const tap = this.#context.createGain();
    const track = trackOf(this.#context, strip.out.connect(tap));
    // Of a node that nothing comes into, the browser makes no silence: it makes nothing.
    const silence = new ConstantSourceNode(this.#context, { offset: 0 });
    silence.connect(tap);
    silence.start();
    return {
      track,
      close() {
        track.stop();
        silence.stop();
        tap.disconnect();
      },
    };
  }

  setInput(inputId: string, source: SoundSource | null, settings: SoundSettings): void {
    let strip = this.#strips.get(inputId);
    if (strip === undefined) {
      strip = new Strip(
        {
          context: this.#context,
          bus: this.#bus,
          musicless: this.#musicless,
          monitor: this.#monitorBus,
          onLevels: (levels) => this.#levels.set(inputId, levels),
          onSuppressionFailed: (kind) => {
            for (const listener of this.#listeners) listener(inputId, kind);
          },
        },
        settings,
      );
      this.#strips.set(inputId, strip);
      this.#sources.set(inputId, null);
    } else strip.set(settings);
    if (this.#sources.get(inputId) !== source) {
      this.#sources.set(inputId, source);
      strip.setSource(source === null ? null : this.#nodeOf(source));
      if (source === null) this.#levels.set(inputId, NOTHING);
    }
    if (settings.monitor) void this.#monitor.play().catch(() => undefined);
    this.#silence();
  }

  readonly #sources = new Map<string, SoundSource | null>();

  #nodeOf(source: SoundSource): AudioNode {
    if ('node' in source) return source.node;
    return this.#context.createMediaStreamSource(new MediaStream([source]));
  }

  removeInput(inputId: string): void {
    this.#strips.get(inputId)?.close();
    this.#strips.delete(inputId);
    this.#sources.delete(inputId);
    this.#levels.delete(inputId);
    if (this.#solo === inputId) this.setSolo(null);
  }

  setSolo(inputId: string | null): void {
    this.#solo = inputId;
    this.#silence();
  }

  setPushToTalk(held: boolean | null): void {
    this.#talking = held;
    this.#silence();
  }

  silentMs(): number {
    return performance.now() - this.#heardAt;
  }

  watch(listener: (levels: ReadonlyMap<string, Levels>) => void): () => void {
    this.#watchers.add(listener);
    return () => this.#watchers.delete(listener);
  }

  watchDeaf(listener: (inputIds: readonly string[]) => void): () => void {
    this.#deafWatchers.add(listener);
    return () => this.#deafWatchers.delete(listener);
  }

  onSuppressionFailed(listener: (inputId: string, kind: Suppression) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async resume(): Promise<void> {
    await this.#context.resume();
  }

  close(): void {
    this.#closed = true;
    clearInterval(this.#telling);
    clearInterval(this.#probing);
    this.#monitor.srcObject = null;
    for (const strip of this.#strips.values()) strip.close();
    void this.#context.close();
  }

  #silence(): void {
    for (const [id, strip] of this.#strips) {
      strip.silence(this.#talking === false || (this.#solo !== null && this.#solo !== id));
    }
  }

  #probe(): void {
    // A context that stands still gives nothing either.
    if (this.#context.state !== 'running') return;
    const now = performance.now();
    const deaf = [...this.#strips].flatMap(([id, strip]) => (strip.nothingMs(now) >= DEAF_MS ? [id] : []));
    if (deaf.join() === this.#deaf.join()) return;
    this.#deaf = deaf;
    for (const watcher of this.#deafWatchers) watcher(deaf);
  }

  /** Where the system stopped the sound, it is tried to go on. */
  #follow(): void {
    if (this.#closed || this.#context.state === 'running') return;
    void this.#context.resume().catch(() => undefined);
  }
}

/** A bus as it leaves: so that nothing clips. */
function limited(context: AudioContext, bus: AudioNode): AudioNode {
  return bus.connect(new AudioWorkletNode(context, 'neustream-limiter', { outputChannelCount: [2] }));
}

function trackOf(context: AudioContext, node: AudioNode): MediaStreamTrack {
  const out = context.createMediaStreamDestination();
  node.connect(out);
  const [track] = out.stream.getAudioTracks();
  if (track === undefined) throw new Error('This browser mixes no sound.');
  return track;
}

const NOTHING: Levels = {
  peakDb: SILENCE_DB,
  momentaryLufs: SILENCE_DB,
  shortTermLufs: SILENCE_DB,
  clipped: false,
};
