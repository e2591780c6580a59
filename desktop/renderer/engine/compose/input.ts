import type { Still } from '../protocol.ts';
import { FramePicture } from './frame-picture.ts';

/** Something that can be drawn. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  /** What to draw. */
  readonly canvas: OffscreenCanvas | ImageBitmap;
  /** The same as pixels, where they are at hand and opaque. */
  readonly pixels: ImageData | null;
}

/** The newest picture of an input, ready to be drawn as often as needed. */
export interface Input {
  /** Null while there is none. */
  readonly picture: Picture | null;
  /** Nothing is seen through any of its pictures. */
  readonly opaque: boolean;
  /** Pictures that have come so far. */
  readonly count: number;
  readonly mirrored: boolean;
  /** When the newest picture came, by `performance.now()`. */
  readonly at: number;
  /** Of a film: when it began to play, by `performance.now()`; null while it is about to. */
  readonly beganAt?: number | null;
  /** The programme has drawn the newest picture. */
  used(): void;
  close(): void;
}

/** A picture that does not move. */
export class StillInput implements Input {
  readonly picture: Picture;
  readonly opaque = false;
  readonly count = 1;
  readonly mirrored = false;
  readonly at = performance.now();

  constructor(still: Still) {
    const canvas = still.kind === 'bitmap' ? still.bitmap : filled(still.colour);
    this.picture = { width: canvas.width, height: canvas.height, canvas, pixels: null };
  }

  used(): void {
    // It stays as it is.
  }

  close(): void {
    const { canvas } = this.picture;
    if ('close' in canvas) canvas.close();
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
 * Frames of a camera, screen or film. Each is copied and closed at once; while no tick
 * has used the last one, later ones are only closed.
 */
export class VideoInput implements Input {
  readonly opaque = true;
  mirrored: boolean;
  readonly #options: VideoInputOptions;
  readonly #reader: ReadableStreamDefaultReader<VideoFrame>;
  readonly #picture = new FramePicture();
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

  get picture(): Picture | null {
    return this.count === 0 ? null : this.#picture;
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
    const before = { width: this.#picture.width, height: this.#picture.height };
    await this.#picture.read(frame);
    const { width, height } = this.#picture;
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
