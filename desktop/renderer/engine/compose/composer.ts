import type { CanvasName } from '@neustream/shared/studio/scenes.ts';
import { FilmInput } from '../film/film-input.ts';
import type { CanvasStats, DrawnLayer, FromWorker, ToWorker } from '../protocol.ts';
import { type Input, StillInput, VideoInput } from './input.ts';
import { Stage } from './stage.ts';

type Of<T extends ToWorker['type']> = Extract<ToWorker, { type: T }>;

/** Composes the studio's pictures from its inputs. */
export class Composer {
  readonly #tell: (message: FromWorker) => void;
  readonly #inputs = new Map<string, Input>();
  readonly #stages = new Map<CanvasName, Stage>();
  /** What each canvas shows, also while it is not composed. */
  readonly #layers = new Map<CanvasName, readonly DrawnLayer[]>();

  constructor(tell: (message: FromWorker) => void) {
    this.#tell = tell;
  }

  /** Null while that canvas is not composed. */
  stage(name: CanvasName): Stage | null {
    return this.#stages.get(name) ?? null;
  }

  /** Returns false for messages that are not about pictures. */
  handle(message: ToWorker): boolean {
    switch (message.type) {
      case 'canvas':
        this.#setCanvas(message);
        return true;
      case 'programme':
        this.#layers.set(message.canvas, message.layers);
        this.stage(message.canvas)?.show(message.layers, message.change);
        return true;
      case 'preview':
        this.stage(message.canvas)?.preview(message.layers);
        return true;
      case 'surface':
        this.stage(message.canvas)?.addSurface(message.id, message.of, message.surface);
        return true;
      case 'surface-size':
        this.#resize(message);
        return true;
      case 'surface-gone':
        for (const stage of this.#stages.values()) stage.removeSurface(message.id);
        return true;
      case 'frames':
        this.#put(message.inputId, this.#videoInput(message));
        return true;
      case 'mirror':
        this.#mirror(message);
        return true;
      case 'still':
        this.#putStill(message);
        return true;
      case 'film':
        this.#put(message.inputId, this.#filmInput(message));
        return true;
      case 'play':
        this.#play(message);
        return true;
      case 'input-gone':
        this.#inputs.get(message.inputId)?.close();
        this.#inputs.delete(message.inputId);
        return true;
      default:
        return false;
    }
  }

  stats(): Partial<Record<CanvasName, CanvasStats>> {
    return Object.fromEntries([...this.#stages].map(([name, stage]) => [name, stage.stats()]));
  }

  /** Pictures that each input has brought so far, and its size. */
  inputs(): Record<string, { width: number; height: number; count: number }> {
    return Object.fromEntries(
      [...this.#inputs].map(([id, { picture, count }]) => [
        id,
        { width: picture?.width ?? 0, height: picture?.height ?? 0, count },
      ]),
    );
  }

  #setCanvas({ canvas, size }: Of<'canvas'>): void {
    const before = this.stage(canvas);
    if (size === null) {
      before?.close();
      this.#stages.delete(canvas);
      return;
    }
    const stage = new Stage(canvas, size, this.#inputs);
    this.#stages.set(canvas, stage);
    const layers = this.#layers.get(canvas) ?? [];
    if (before === null) stage.show(layers, { kind: 'cut' });
    else before.handOver(stage, layers);
  }

  #resize({ id, width, height }: Of<'surface-size'>): void {
    for (const stage of this.#stages.values()) {
      const surface = stage.surface(id);
      if (surface === null || width < 2 || height < 2) continue;
      [surface.width, surface.height] = [Math.round(width), Math.round(height)];
    }
  }

  #videoInput({ inputId, frames, mirrored }: Of<'frames'>): Input {
    const input: Input = new VideoInput({
      frames,
      mirrored,
      onSize: (width, height) => this.#tell({ type: 'input-size', inputId, width, height }),
      onEnd: () => {
        // The last picture would look like a frozen camera.
        if (this.#inputs.get(inputId) === input) this.#inputs.delete(inputId);
      },
    });
    return input;
  }

  #mirror({ inputId, mirrored }: Of<'mirror'>): void {
    const input = this.#inputs.get(inputId);
    if (input instanceof VideoInput) input.mirrored = mirrored;
  }

  #filmInput({ inputId, file, loop, sound }: Of<'film'>): Input {
    return new FilmInput({
      file,
      loop,
      sound,
      onOpen: ({ seconds }) => this.#tell({ type: 'film-open', inputId, durationMs: seconds * 1000 }),
      onSize: (width, height) => this.#tell({ type: 'input-size', inputId, width, height }),
      onFailed: () => this.#tell({ type: 'film-failed', inputId }),
    });
  }

  #play({ inputId, playing }: Of<'play'>): void {
    const film = this.#inputs.get(inputId);
    if (!(film instanceof FilmInput)) return;
    if (playing) film.play();
    else film.stop();
  }

  #putStill({ inputId, still }: Of<'still'>): void {
    const input = new StillInput(still);
    this.#put(inputId, input);
    const { width, height } = input.picture;
    this.#tell({ type: 'input-size', inputId, width, height });
  }

  #put(inputId: string, input: Input): void {
    this.#inputs.get(inputId)?.close();
    this.#inputs.set(inputId, input);
  }
}
