import type { Composer } from './compose/composer.ts';
import type { Stage } from './compose/stage.ts';
import { PictureEncoder } from './encode/picture-encoder.ts';
import { SoundEncoder } from './encode/sound-encoder.ts';
import { SoundIntake } from './encode/sound-intake.ts';
import type { FromWorker, ToWorker } from './protocol.ts';
import { DirectPublisher } from './publish/direct-publisher.ts';
import { measureUplink } from './publish/measure.ts';

type Of<T extends ToWorker['type']> = Extract<ToWorker, { type: T }>;

/** What the ingest is told of who publishes. */
const ENCODER_NAME = 'Neustream Studio';

/** Where the programme goes: publishes. */
export class Outputs {
  readonly #composer: Composer;
  readonly #tell: (message: FromWorker) => void;
  readonly #sound = new SoundIntake();
  readonly #publishes = new Map<string, () => void>();

  constructor(composer: Composer, tell: (message: FromWorker) => void) {
    this.#composer = composer;
    this.#tell = tell;
  }

  /** Returns false for messages that are not about outputs. */
  handle(message: ToWorker): boolean {
    switch (message.type) {
      case 'sound':
        this.#sound.read(message.sound);
        return true;
      case 'publish':
        this.#publish(message);
        return true;
      case 'stop-publish':
        this.#publishes.get(message.id)?.();
        return true;
      case 'measure':
        void this.#measure(message);
        return true;
      default:
        return false;
    }
  }

  #publish({ id, canvas, target, video, audioBitrate }: Of<'publish'>): void {
    this.#publishes.get(id)?.();
    const stage = this.#composer.stage(canvas);
    if (stage === null) {
      this.#tellEnded(id, 'NO_PICTURE');
      return;
    }
    const publisher: DirectPublisher = new DirectPublisher({
      target,
      video,
      audioBitrate,
      encoderName: ENCODER_NAME,
      onState: (state) => {
        this.#tell({ type: 'publish-state', id, state });
        if (state.state === 'ended') stop();
      },
      onStats: (stats) => this.#tell({ type: 'publish-stats', id, stats }),
      onOrders: (orders) => picture.steer(orders),
      onWantKey: () => picture.wantKey(),
      counts: () => picture,
    });
    const fail = (message: string) => {
      this.#tell({ type: 'broken', where: 'encoder', message });
      this.#tellEnded(id, 'ENCODER_FAILED');
      stop();
    };
    const picture: PictureEncoder = new PictureEncoder({
      settings: video,
      onConfig: (record) => publisher.pictureConfig(record),
      onPacket: (packet) => publisher.picture(packet),
      onBroken: fail,
    });
    const sound: SoundEncoder = new SoundEncoder({
      bitrate: audioBitrate,
      onConfig: (config) => publisher.soundConfig(config),
      onPacket: (packet) => publisher.sound(packet),
      onBroken: fail,
    });
    stage.add(picture);
    this.#sound.add(sound);
    const stop = () => {
      if (this.#publishes.get(id) !== stop) return;
      this.#publishes.delete(id);
      this.#stageOf(canvas)?.remove(picture);
      this.#sound.remove(sound);
      publisher.close();
      picture.close();
      sound.close();
    };
    this.#publishes.set(id, stop);
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

  #stageOf(canvas: Of<'publish'>['canvas']): Stage | null {
    return this.#composer.stage(canvas);
  }

  #tellEnded(id: string, code: string): void {
    this.#tell({ type: 'publish-state', id, state: { state: 'ended', code } });
  }
}
