/** How the pauses between retries grow. */
export interface Backoff {
  /** Pause after the first failure, in ms; each further failure doubles it. */
  firstMs: number;
  /** The longest pause, in ms. */
  longestMs: number;
  /**
   * Jitter: the fraction by which a pause may be shorter or longer, so that many clients do not return at once; 0
   * unless given.
   */
  jitter?: number;
}

/**
 * The pause before the next try, in ms; 0 before the first failure.
 * @param failures in a row
 * @param random from 0 to 1 (exclusive); 0.5 leaves the pause unchanged
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

/** Consecutive failures after one more; the count starts again if it ran steadily before failing. */
export function failuresInARow(
  failures: number,
  { ranMs, steadyMs }: { ranMs: number; steadyMs: number },
): number {
  return ranMs >= steadyMs ? 1 : failures + 1;
}
