/** How pauses between tries grow. */
export interface Backoff {
  /** After the first failure, in ms; each further one doubles it. */
  firstMs: number;
  /** It grows no longer than this, in ms. */
  longestMs: number;
  /** By which part of itself a pause may be shorter or longer, so that many do not come back at once; 0 unless given. */
  jitter?: number;
}

/**
 * The pause before the next try, in ms; none before anything has failed.
 * @param failures in a row
 * @param random from 0 up to 1; the middle leaves the pause as it is
 */
export function backoffMs(
  failures: number,
  { firstMs, longestMs, jitter = 0 }: Backoff,
  random = 0.5,
): number {
  if (failures <= 0) return 0;
  const pause = Math.min(firstMs * 2 ** (failures - 1), longestMs);
  return Math.round(pause * (1 - jitter + 2 * jitter * random));
}

/** Failures in a row after one more: what ran steadily before it failed begins the count anew. */
export function failuresInARow(
  failures: number,
  { ranMs, steadyMs }: { ranMs: number; steadyMs: number },
): number {
  return ranMs >= steadyMs ? 1 : failures + 1;
}
