/**
 * The best picture quality that a plan allows, such as `720p30`: the height of a 16:9 picture, and frames per second.
 */
export interface Quality {
  lines: number;
  frameRate: number;
}

/** What is known of the picture an encoder sends; null where it is not known. */
export interface Picture {
  width: number | null;
  height: number | null;
  /** Frames per second. */
  frameRate: number | null;
}

/** Encoders pad the picture to whole blocks of 16 × 16 pixels. */
const PADDING = 16;
/** A rate of 30 measures as anything from 29 to 31. */
const RATE_TOLERANCE = 1.05;

/** Parses `1080p60`; null when the text names no quality, which means that any is allowed. */
export function parseQuality(text: string): Quality | null {
  const [, lines, frameRate] = /^(\d{3,4})p(\d{2,3})$/.exec(text) ?? [];
  return lines === undefined ? null : { lines: Number(lines), frameRate: Number(frameRate) };
}

/**
 * Whether a picture is within a quality; portrait pictures are judged by their longer side. Whatever is unknown about a
 * picture is not held against it.
 */
export function fitsQuality({ lines, frameRate }: Quality, picture: Picture): boolean {
  const [short = 0, long = 0] = [picture.width ?? 0, picture.height ?? 0].sort((a, b) => a - b);
  const widest = Math.ceil((lines * 16) / 9);
  const fits = short <= lines + PADDING && long <= widest + PADDING;
  return fits && (picture.frameRate ?? 0) <= frameRate * RATE_TOLERANCE;
}
