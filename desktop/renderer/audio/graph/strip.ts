import type { SoundSettings, Suppression } from '@neustream/shared/studio/inputs.ts';
import type { Levels } from '../worklets/loudness.ts';
import { type SuppressionNode, suppressionNode } from './suppression.ts';

/** Changes glide over this time, so that nothing clicks, in s. */
const GLIDE_S = 0.02;
const MOST_DELAY_S = 2;
/** No microphone that works is as quiet as this: about −90 dBFS. */
const NOTHING = 3e-5;

export interface StripOptions {
  context: AudioContext;
  /** Where it is heard by viewers. */
  bus: AudioNode;
  /** The same, for recordings without music. */
  musicless: AudioNode;
  /** Where it is heard by the creator. */
  monitor: AudioNode;
  onLevels(levels: Levels): void;
  /** A suppressor could not be loaded: the sound goes on without it. */
  onSuppressionFailed(kind: Suppression): void;
}

/** One input in the mixer: source → suppression → gate → compressor → gain → pan → delay → bus. */
export class Strip {
  readonly #options: StripOptions;
  readonly #entry: GainNode;
  readonly #gate: GainNode;
  readonly #compressor: DynamicsCompressorNode;
  readonly #gain: GainNode;
  readonly #pan: StereoPannerNode;
  readonly #delay: DelayNode;
  readonly #monitor: GainNode;
  /** Open unless it is music. */
  readonly #kept: GainNode;
  readonly #meter: AudioWorkletNode;
  readonly #probe: AnalyserNode;
  readonly #samples: Float32Array<ArrayBuffer>;
  #source: AudioNode | null = null;
  #suppressor: SuppressionNode | null = null;
  #suppression: Suppression | null = null;
  #settings: SoundSettings;
  #silenced = false;
  #closed = false;
  #nothingSince: number | null = null;

  constructor(options: StripOptions, settings: SoundSettings) {
    const { context, bus, musicless, monitor } = options;
    this.#options = options;
    this.#settings = settings;
    this.#entry = context.createGain();
    this.#gate = context.createGain();
    this.#compressor = context.createDynamicsCompressor();
    this.#gain = context.createGain();
    this.#pan = context.createStereoPanner();
    this.#delay = context.createDelay(MOST_DELAY_S);
    this.#monitor = context.createGain();
    this.#kept = context.createGain();
    this.#meter = new AudioWorkletNode(context, 'neustream-meter', { numberOfOutputs: 0 });
    this.#meter.port.onmessage = ({ data }: MessageEvent<Levels>) => this.#hear(data);
    this.#probe = context.createAnalyser();
    this.#samples = new Float32Array(this.#probe.fftSize);
    this.#entry.connect(this.#gate).connect(this.#compressor).connect(this.#gain);
    this.#gain.connect(this.#pan).connect(this.#delay).connect(bus);
    // Before gate and fader: the gate opens by it, and a muted microphone shows that it hears something.
    this.#entry.connect(this.#meter);
    this.#delay.connect(this.#kept).connect(musicless);
    this.#delay.connect(this.#monitor).connect(monitor);
    this.set(settings);
  }

  /** As it is heard in the mix. */
  get out(): AudioNode {
    return this.#delay;
  }

  /** Null: its device is away; the strip stays. */
  setSource(source: AudioNode | null): void {
    this.#source?.disconnect();
    this.#source = source;
    this.#nothingSince = null;
    this.#connect();
  }

  /** For how long its device has given nothing at all, in ms; looked at each second or so. */
  nothingMs(now: number): number {
    if (this.#source === null) return 0;
    this.#probe.getFloatTimeDomainData(this.#samples);
    if (this.#samples.some((sample) => Math.abs(sample) > NOTHING)) this.#nothingSince = null;
    else this.#nothingSince ??= now;
    return this.#nothingSince === null ? 0 : now - this.#nothingSince;
  }

  set(settings: SoundSettings): void {
    this.#settings = settings;
    const { gate, compressor } = settings;
    this.#glide(this.#pan.pan, settings.pan);
    this.#glide(this.#delay.delayTime, settings.delayMs / 1000);
    this.#glide(this.#monitor.gain, settings.monitor ? 1 : 0);
    this.#glide(this.#kept.gain, settings.music ? 0 : 1);
    this.#glide(this.#compressor.threshold, compressor.on ? compressor.thresholdDb : 0);
    this.#glide(this.#compressor.ratio, compressor.on ? compressor.ratio : 1);
    this.#glide(this.#compressor.knee, compressor.on ? 6 : 0);
    if (!gate.on) this.#glide(this.#gate.gain, 1);
    this.#applyGain();
    if (settings.suppression !== this.#suppression) void this.#suppress(settings.suppression);
  }

  /** Whether others are soloed, or it waits for its talk key. */
  silence(silenced: boolean): void {
    this.#silenced = silenced;
    this.#applyGain();
  }

  close(): void {
    this.#closed = true;
    this.#source?.disconnect();
    end(this.#suppressor);
    this.#meter.port.onmessage = null;
    this.#meter.port.postMessage('end');
    for (const node of [this.#entry, this.#gate, this.#compressor, this.#gain]) node.disconnect();
    for (const node of [this.#pan, this.#probe, this.#delay, this.#kept, this.#monitor, this.#meter]) {
      node.disconnect();
    }
  }

  #hear(levels: Levels): void {
    const { gate } = this.#settings;
    if (gate.on) {
      const open = levels.momentaryLufs > gate.thresholdDb || levels.peakDb > gate.thresholdDb + 6;
      // Opens fast, closes slowly, so that the ends of words stay.
      this.#gate.gain.setTargetAtTime(open ? 1 : 0, this.#options.context.currentTime, open ? 0.005 : 0.15);
    }
    this.#options.onLevels(levels);
  }

  #applyGain(): void {
    const { gainDb, muted } = this.#settings;
    this.#glide(this.#gain.gain, muted || this.#silenced ? 0 : 10 ** (gainDb / 20));
  }

  async #suppress(kind: Suppression): Promise<void> {
    this.#suppression = kind;
    const node = await suppressionNode(this.#options.context, kind).catch(() => {
      this.#options.onSuppressionFailed(kind);
      return null;
    });
    // Another one was chosen in the meantime, or the input is gone.
    if (this.#suppression !== kind || this.#closed) return end(node);
    end(this.#suppressor);
    this.#suppressor = node;
    this.#connect();
  }

  #connect(): void {
    const [source, suppressor] = [this.#source, this.#suppressor];
    if (source === null) return;
    source.disconnect();
    // Before the suppressor, which makes a quiet room silent.
    source.connect(this.#probe);
    if (suppressor === null) {
      source.connect(this.#entry);
    } else {
      suppressor.disconnect();
      source.connect(suppressor).connect(this.#entry);
    }
  }

  #glide(parameter: AudioParam, value: number): void {
    parameter.setTargetAtTime(value, this.#options.context.currentTime, GLIDE_S);
  }
}

/** Disconnecting is not enough: a suppressor goes on with its work until it is told. */
function end(suppressor: SuppressionNode | null): void {
  suppressor?.disconnect();
  suppressor?.destroy();
}
