/** The largest picture that a plan allows, as `720p30`: lines of a 16:9 picture, and pictures a second. */
export interface Quality {
  lines: number;
  frameRate: number;
}

/** What is known of a picture that an encoder sends; null where it is not known. */
export interface Picture {
  width: number | null;
  height: number | null;
  /** Pictures a second. */
  frameRate: number | null;
}

/** Encoders pad sizes to whole blocks of 16 by 16. */
const PADDING = 16;
/** A rate of 30 is measured as 29 to 31. */
const RATE_TOLERANCE = 1.05;

/** Reads `1080p60`; null when it says no quality, which allows any. */
export function parseQuality(text: string): Quality | null {
  const [, lines, frameRate] = /^(\d{3,4})p(\d{2,3})$/.exec(text) ?? [];
  return lines === undefined ? null : { lines: Number(lines), frameRate: Number(frameRate) };
}

/**
 * Whether a picture is at most of a quality, upright ones by their longer side. What is not known of it is not held
 * against it.
 */
export function fitsQuality({ lines, frameRate }: Quality, picture: Picture): boolean {
  const [short = 0, long = 0] = [picture.width ?? 0, picture.height ?? 0].sort((a, b) => a - b);
  const widest = Math.ceil((lines * 16) / 9);
  const fits = short <= lines + PADDING && long <= widest + PADDING;
  return fits && (picture.frameRate ?? 0) <= frameRate * RATE_TOLERANCE;
}
