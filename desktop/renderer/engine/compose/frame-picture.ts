/** How frames become pictures: copied by the processor, or drawn. */
export type ReadPath = 'copy' | 'draw';

/** So many frames are read each way before one is chosen. */
const TRIALS = 4;
/** Pixels this near to square are square: sizes are whole numbers. */
const SQUARE = 0.01;

interface Size {
  width: number;
  height: number;
}

/**
 * The newest frame of an input as a picture. Copying is about three times faster where frames are in memory; where they are
 * on a graphics card, it reads them back. So the first frames are read both ways, and the rest the faster one.
 */
export class FramePicture {
  readonly #canvas = new OffscreenCanvas(2, 2);
  readonly #context = this.#canvas.getContext('2d', { alpha: false, desynchronized: true });
  readonly #trials: Record<ReadPath, number[]> = { copy: [], draw: [] };
  #path: ReadPath | null;
  /** The newest copy, and room for the next: who draws while a frame is read sees the one before. */
  #image: ImageData | null = null;
  #room: ImageData | null = null;
  /** The newest copy is not on the canvas yet. */
  #pending = false;
  #size: Size = { width: 0, height: 0 };

  /** @param path null: whichever is found to be faster */
  constructor(path: ReadPath | null = null) {
    this.#path = path;
  }

  /** 0 before the first frame. */
  get width(): number {
    return this.#size.width;
  }

  get height(): number {
    return this.#size.height;
  }

  /** The pixels of the newest frame, opaque; null where it was drawn. */
  get pixels(): ImageData | null {
    return this.#image;
  }

  /** The newest frame, ready to be drawn. */
  get canvas(): OffscreenCanvas {
    this.#put();
    return this.#canvas;
  }

  /** Takes a frame in place of the one before; the caller closes it. */
  async read(frame: VideoFrame): Promise<void> {
    const path = mustDraw(frame) ? 'draw' : (this.#path ?? this.#nextTrial());
    const before = performance.now();
    if (path === 'copy') await this.#copy(frame);
    else this.#draw(frame);
    if (this.#path === null) this.#decide(path, performance.now() - before);
  }

  async #copy(frame: VideoFrame): Promise<void> {
    const { width, height } = sizeOf(frame);
    let room = this.#room;
    if (room?.width !== width || room.height !== height) room = new ImageData(width, height);
    this.#room = null;
    await frame.copyTo(room.data, { format: 'RGBX', colorSpace: 'srgb' });
    this.#room = this.#image;
    this.#image = room;
    this.#size = { width, height };
    this.#pending = true;
    // Copied and drawn frames are compared by what both have to do.
    if (this.#path === null) this.#put();
  }

  #put(): void {
    if (!this.#pending || this.#image === null) return;
    // A new size clears the canvas, so it is set at the last moment.
    this.#fit(this.#size);
    this.#context?.putImageData(this.#image, 0, 0);
    this.#pending = false;
  }

  #draw(frame: VideoFrame): void {
    const size = sizeOf(frame);
    this.#fit(size);
    this.#context?.drawImage(frame, 0, 0, size.width, size.height);
    this.#size = size;
    this.#image = null;
    this.#pending = false;
    // Drawing is only done when somebody looks.
    if (this.#path === null) this.#context?.getImageData(0, 0, 1, 1);
  }

  #fit({ width, height }: Size): void {
    if (this.#canvas.width === width && this.#canvas.height === height) return;
    [this.#canvas.width, this.#canvas.height] = [width, height];
  }

  #nextTrial(): ReadPath {
    return this.#trials.copy.length <= this.#trials.draw.length ? 'copy' : 'draw';
  }

  #decide(path: ReadPath, ms: number): void {
    const { copy, draw } = this.#trials;
    this.#trials[path].push(ms);
    if (copy.length < TRIALS || draw.length < TRIALS) return;
    this.#path = median(copy) <= median(draw) ? 'copy' : 'draw';
  }
}

/** Copying knows neither rotation nor other pixel shapes, and not every browser can convert the format. */
function mustDraw(frame: VideoFrame): boolean {
  const turned = 'rotation' in frame && typeof frame.rotation === 'number' && frame.rotation !== 0;
  return turned || !hasSquarePixels(frame) || !('copyTo' in frame);
}

/**
 * As large as it was captured. Tracks that were asked for less say so in the display size alone; the pixels are all there,
 * and are scaled once, when they are drawn.
 */
function sizeOf(frame: VideoFrame): Size {
  const { visibleRect: rect, displayWidth, displayHeight } = frame;
  if (rect === null || mustDraw(frame)) return { width: displayWidth, height: displayHeight };
  return { width: rect.width, height: rect.height };
}

function hasSquarePixels({ visibleRect: rect, displayWidth, displayHeight }: VideoFrame): boolean {
  if (rect === null) return false;
  return Math.abs((rect.width * displayHeight) / (rect.height * displayWidth) - 1) < SQUARE;
}

function median(values: readonly number[]): number {
  return [...values].sort((one, other) => one - other)[values.length >> 1] ?? 0;
}
