import type { Composer } from './compose/composer.ts';
import { PictureEncoder, type PicturePacket } from './encode/picture-encoder.ts';
import { SoundEncoder, type SoundPacket } from './encode/sound-encoder.ts';
import { SoundIntake } from './encode/sound-intake.ts';
import { type FromWorker, PROGRAMME_SOUND, type ToWorker } from './protocol.ts';
import { DirectPublisher } from './publish/direct-publisher.ts';
import { measureUplink } from './publish/measure.ts';
import { Recorder } from './record/recorder.ts';

type Of<T extends ToWorker['type']> = Extract<ToWorker, { type: T }>;

/** What the ingest is told of who publishes. */
const ENCODER_NAME = 'Neustream Studio';

/** What takes encoded pictures and sounds, each after its configuration. Sounds are told apart by their place in the list. */
interface Sink {
  pictureConfig(record: Uint8Array): void;
  soundConfig(config: Uint8Array, track: number): void;
  picture(packet: PicturePacket): void;
  sound(packet: SoundPacket, track: number): void;
  close(): void | Promise<void>;
}

interface Encoding extends Pick<Of<'publish'>, 'id' | 'canvas' | 'video' | 'audioBitrate'> {
  /** Names of what is heard. */
  sounds: readonly string[];
  sink: Sink;
  onFailed: (code: string) => void;
}

/** Where the programme goes: publishes and recordings, each with encoders of its own, so that a slow uplink spoils no recording. */
export class Outputs {
  readonly #composer: Composer;
  readonly #tell: (message: FromWorker) => void;
  readonly #intakes = new Map<string, SoundIntake>();
  /** What ends each output, by id. */
  readonly #running = new Map<string, () => void | Promise<void>>();

  constructor(composer: Composer, tell: (message: FromWorker) => void) {
    this.#composer = composer;
    this.#tell = tell;
  }

  /** Ends everything; resolves once files are complete. */
  async close(): Promise<void> {
    await Promise.allSettled([...this.#running.keys()].map((id) => this.#stop(id)));
  }

  /** Returns false for messages that are not about outputs. */
  handle(message: ToWorker): boolean {
    switch (message.type) {
      case 'sound':
        this.#intake(message.name).read(message.sound);
        return true;
      case 'sound-gone':
        this.#intakes.get(message.name)?.close();
        this.#intakes.delete(message.name);
        return true;
      case 'publish':
        this.#publish(message);
        return true;
      case 'stop-publish':
      case 'stop-record':
        void this.#stop(message.id);
        return true;
      case 'record':
        this.#record(message);
        return true;
      case 'measure':
        void this.#measure(message);
        return true;
      default:
        return false;
    }
  }

  #publish({ id, canvas, target, video, audioBitrate }: Of<'publish'>): void {
    const publisher: DirectPublisher = new DirectPublisher({
      target,
      video,
      audioBitrate,
      encoderName: ENCODER_NAME,
      onState: (state) => {
        this.#tell({ type: 'publish-state', id, state });
        if (state.state === 'ended') void this.#stop(id);
      },
      onStats: (stats) => this.#tell({ type: 'publish-stats', id, stats }),
      onOrders: (orders) => encoders.picture.steer(orders),
      onWantKey: () => encoders.picture.wantKey(),
      counts: () => encoders.picture,
    });
    const encoders = this.#encode({
      id,
      canvas,
      video,
      audioBitrate,
      sounds: [PROGRAMME_SOUND],
      sink: publisher,
      onFailed: (code) => this.#tell({ type: 'publish-state', id, state: { state: 'ended', code } }),
    });
  }

  #record({ id, canvas, folder, fileName, sounds, video, audioBitrate }: Of<'record'>): void {
    const recorder = new Recorder({
      folder,
      fileName,
      titles: sounds.map(({ title }) => title),
      video,
      onWantKey: () => encoders.picture.wantKey(),
      onState: (state) => {
        this.#tell({ type: 'record-state', id, state });
        if (state.state === 'failed') void this.#stop(id);
      },
    });
    const encoders = this.#encode({
      id,
      canvas,
      video,
      audioBitrate,
      sounds: sounds.map(({ name }) => name),
      sink: recorder,
      onFailed: (problem) => void recorder.close(problem),
    });
  }

  /** Encodes a canvas and the sound for one output, until that is stopped. */
  #encode({ id, canvas, video, audioBitrate, sounds, sink, onFailed }: Encoding): {
    picture: PictureEncoder;
  } {
    void this.#stop(id);
    const fail = (code: string) => {
      onFailed(code);
      void this.#stop(id);
    };
    const broken = (message: string) => {
      this.#tell({ type: 'broken', where: 'encoder', message });
      fail('ENCODER_FAILED');
    };
    const picture = new PictureEncoder({
      settings: video,
      onConfig: (record) => sink.pictureConfig(record),
      onPacket: (packet) => sink.picture(packet),
      onBroken: broken,
    });
    const heard = sounds.map((name, track) => ({
      name,
      encoder: new SoundEncoder({
        bitrate: audioBitrate,
        onConfig: (config) => sink.soundConfig(config, track),
        onPacket: (packet) => sink.sound(packet, track),
        onBroken: broken,
      }),
    }));
    this.#running.set(id, () => {
      this.#composer.stage(canvas)?.remove(picture);
      for (const { name, encoder } of heard) {
        this.#intakes.get(name)?.remove(encoder);
        encoder.close();
      }
      picture.close();
      return sink.close();
    });
    for (const { name, encoder } of heard) this.#intake(name).add(encoder);
    const stage = this.#composer.stage(canvas);
    if (stage === null) fail('NO_PICTURE');
    else stage.add(picture);
    return { picture };
  }

  #intake(name: string): SoundIntake {
    const intake = this.#intakes.get(name) ?? new SoundIntake();
    this.#intakes.set(name, intake);
    return intake;
  }

  #stop(id: string): void | Promise<void> {
    const stop = this.#running.get(id);
    this.#running.delete(id);
    return stop?.();
  }

  async #measure({ id, ...options }: Of<'measure'>): Promise<void> {
    try {
      const bitrate = await measureUplink(options);
      this.#tell({ type: 'measured', id, bitrate, problem: null });
    } catch (error) {
      const problem = error instanceof Error ? error.message : 'UNREACHABLE';
      this.#tell({ type: 'measured', id, bitrate: null, problem });
    }
  }
}
