import type { Still } from '../protocol.ts';
import { type FrameReading, readFrame } from './read-frame.ts';

/** The newest picture of an input, ready to be drawn as often as needed. */
export interface Input {
  /** Null while there is none. */
  readonly picture: OffscreenCanvas | ImageBitmap | null;
  /** Pictures that have come so far. */
  readonly count: number;
  readonly mirrored: boolean;
  /** When the newest picture came, by `performance.now()`. */
  readonly at: number;
  /** The programme has drawn the newest picture. */
  used(): void;
  close(): void;
}

/** A picture that does not move. */
export class StillInput implements Input {
  readonly picture: OffscreenCanvas | ImageBitmap;
  readonly count = 1;
  readonly mirrored = false;
  readonly at = performance.now();

  constructor(still: Still) {
    this.picture = still.kind === 'bitmap' ? still.bitmap : filled(still.colour);
  }

  used(): void {
    // It stays as it is.
  }

  close(): void {
    if ('close' in this.picture) this.picture.close();
  }
}

export interface VideoInputOptions {
  frames: ReadableStream<VideoFrame>;
  mirrored: boolean;
  onSize(width: number, height: number): void;
  onEnd(): void;
}

/** Frames in the hands of the worker. A camera stops once two of its frames are held, so this stays near 0. */
export const openFrames = { count: 0 };

/**
 * Frames of a camera, screen or film. Each is copied to a canvas of the input's own and closed at once; while no tick
 * has used the last one, later ones are only closed.
 */
export class VideoInput implements Input {
  readonly mirrored: boolean;
  readonly #options: VideoInputOptions;
  readonly #reader: ReadableStreamDefaultReader<VideoFrame>;
  readonly #reading: FrameReading = { path: null, trials: { copy: [], draw: [] } };
  readonly #canvas = new OffscreenCanvas(2, 2);
  readonly #context = this.#canvas.getContext('2d', { alpha: false, desynchronized: true });
  #seen = true;
  #closed = false;
  count = 0;
  at = 0;

  constructor(options: VideoInputOptions) {
    this.#options = options;
    this.mirrored = options.mirrored;
    this.#reader = options.frames.getReader();
    void this.#read();
  }

  get picture(): OffscreenCanvas | null {
    return this.count === 0 ? null : this.#canvas;
  }

  used(): void {
    this.#seen = true;
  }

  close(): void {
    this.#closed = true;
    void this.#reader.cancel().catch(() => undefined);
  }

  async #read(): Promise<void> {
    for (;;) {
      const { value: frame, done } = await this.#reader
        .read()
        .catch(() => ({ value: undefined, done: true }));
      if (frame === undefined || done) break;
      openFrames.count += 1;
      try {
        if (this.#seen && !this.#closed) await this.#show(frame);
      } catch {
        // A frame that cannot be read, for example of a device that is just going, is left out.
      } finally {
        frame.close();
        openFrames.count -= 1;
      }
    }
    if (!this.#closed) this.#options.onEnd();
  }

  async #show(frame: VideoFrame): Promise<void> {
    if (this.#context === null) return;
    const before = { width: this.#canvas.width, height: this.#canvas.height };
    await readFrame(frame, this.#context, this.#reading);
    const { width, height } = this.#canvas;
    if (width !== before.width || height !== before.height) this.#options.onSize(width, height);
    this.count += 1;
    this.at = performance.now();
    this.#seen = false;
  }
}

function filled(colour: string): OffscreenCanvas {
  const canvas = new OffscreenCanvas(16, 16);
  const context = canvas.getContext('2d');
  if (context !== null) {
    context.fillStyle = colour;
    context.fillRect(0, 0, 16, 16);
  }
  return canvas;
}
