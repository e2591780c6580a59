/** An encoder says little before it may publish; some begin with their media. */
const MOST_BYTES = 4 * 1024 * 1024;

/** What an encoder has sent so far: another process that has to serve it needs all of it. */
export class HeardBytes {
  #parts: Buffer[] | null = [];
  #length = 0;

  /** Keeps a copy. */
  add(bytes: Buffer): void {
    this.#length += bytes.length;
    if (this.#length > MOST_BYTES) this.#parts = null;
    else this.#parts?.push(Buffer.from(bytes));
  }

  /** Null when it was too much to keep. */
  get all(): readonly Buffer[] | null {
    return this.#parts;
  }
}
