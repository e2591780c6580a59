/** What a server may send per second, in bytes: acknowledgements each 4 kB of 50 Mbps are 24 kB. */
const BYTES_PER_SECOND = 64 * 1024;
/** What it may send at once. */
const AT_ONCE_BYTES = 256 * 1024;

/**
 * How much one server may have us read. Servers have little to say, and each of their messages costs as much as a frame:
 * one that never stops would slow down everybody else whose session is in this process.
 */
export class Chatter {
  #left = AT_ONCE_BYTES;
  #countedAt = performance.now();

  /** Whether these bytes, which came just now, are too much. */
  isTooMuch(bytes: number): boolean {
    this.#left -= bytes;
    if (this.#left >= 0) return false;
    const now = performance.now();
    const since = ((now - this.#countedAt) * BYTES_PER_SECOND) / 1000;
    this.#countedAt = now;
    this.#left = Math.min(AT_ONCE_BYTES, this.#left + since);
    return this.#left < 0;
  }
}
