/** Steps larger than this, in ms (three days), are no steps: the encoder began to count anew. */
const FAR_MS = 0x1000_0000;
const WRAP = 0x1_0000_0000;

/**
 * Extends 32-bit timestamps beyond their wrap. Steps back are kept; a timestamp far from the last one stands for
 * itself.
 */
export class TimestampUnwrapper {
  /** May be negative after a step back from near 0, so that the following step is measured from where it began. */
  #last: number | null = null;

  /** @param timestamp milliseconds modulo 2^32 */
  unwrap(timestamp: number): number {
    const previous = this.#last;
    const step = previous === null ? 0 : (timestamp - previous) | 0;
    const near = previous !== null && Math.abs(step) < FAR_MS;
    this.#last = near ? previous + step : Math.floor(Math.max(0, previous ?? 0) / WRAP) * WRAP + timestamp;
    return Math.max(0, this.#last);
  }
}
