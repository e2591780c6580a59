/** Extends 32-bit timestamps beyond their wrap. Small steps back are kept. */
export class TimestampUnwrapper {
  #last: number | null = null;

  /** @param timestamp milliseconds modulo 2^32 */
  unwrap(timestamp: number): number {
    const previous = this.#last;
    const unwrapped = previous === null ? timestamp : Math.max(0, previous + ((timestamp - previous) | 0));
    this.#last = unwrapped;
    return unwrapped;
  }
}
