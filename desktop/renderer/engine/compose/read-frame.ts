/** How frames become pictures: copied by the processor, or drawn. */
export type ReadPath = 'copy' | 'draw';

/** What is known of how the frames of one input are read fastest. */
export interface FrameReading {
  /** Null while both are being tried. */
  path: ReadPath | null;
  /** How long each took, in ms. */
  trials: Record<ReadPath, number[]>;
}

/** So many frames are read each way before one is chosen. */
const TRIALS = 4;

type Context = OffscreenCanvasRenderingContext2D;

/**
 * Puts a frame on a canvas, which gets its display size. Until the frame is there, the canvas shows the one before: a new
 * size would clear it, so it is set at the last moment. Copying is about three times faster where frames are in memory; where
 * they are on a graphics card, it reads them back. So the first frames are read both ways, and the rest the faster one.
 */
export async function readFrame(frame: VideoFrame, context: Context, reading: FrameReading): Promise<void> {
  const path = mustDraw(frame) ? 'draw' : (reading.path ?? nextTrial(reading));
  const before = performance.now();
  if (path === 'copy') {
    await copy(frame, context);
  } else {
    fit(context, frame);
    context.drawImage(frame, 0, 0, frame.displayWidth, frame.displayHeight);
    // Drawing is only done when somebody looks.
    if (reading.path === null) context.getImageData(0, 0, 1, 1);
  }
  if (reading.path === null) decide(reading, path, performance.now() - before);
}

/** Copying knows neither rotation nor other pixel shapes, and not every browser can convert the format. */
function mustDraw(frame: VideoFrame): boolean {
  const turned = 'rotation' in frame && typeof frame.rotation === 'number' && frame.rotation !== 0;
  const rect = frame.visibleRect;
  const scaled = rect?.width !== frame.displayWidth || rect.height !== frame.displayHeight;
  return turned || scaled || !('copyTo' in frame);
}

/** The picture that was read last, of each size: kept so that nothing of that size is allocated per frame. */
const buffers = new WeakMap<Context, ImageData>();

async function copy(frame: VideoFrame, context: Context): Promise<void> {
  const { displayWidth: width, displayHeight: height } = frame;
  let image = buffers.get(context);
  if (image?.width !== width || image.height !== height) {
    image = new ImageData(width, height);
    buffers.set(context, image);
  }
  await frame.copyTo(image.data, { format: 'RGBX', colorSpace: 'srgb' });
  fit(context, frame);
  context.putImageData(image, 0, 0);
}

function fit({ canvas }: Context, { displayWidth: width, displayHeight: height }: VideoFrame): void {
  if (canvas.width !== width || canvas.height !== height) [canvas.width, canvas.height] = [width, height];
}

function nextTrial({ trials }: FrameReading): ReadPath {
  return trials.copy.length <= trials.draw.length ? 'copy' : 'draw';
}

function decide(reading: FrameReading, path: ReadPath, ms: number): void {
  const { copy, draw } = reading.trials;
  reading.trials[path].push(ms);
  if (copy.length < TRIALS || draw.length < TRIALS) return;
  reading.path = median(copy) <= median(draw) ? 'copy' : 'draw';
}

function median(values: readonly number[]): number {
  return [...values].sort((one, other) => one - other)[values.length >> 1] ?? 0;
}
