/** Sound that waits to be played: comes in pieces, goes out in blocks, and is silence where none is left. */
export class SoundQueue {
  readonly #pieces: { left: Float32Array; right: Float32Array }[] = [];
  /** Samples of the first piece that have gone out. */
  #at = 0;
  /** Samples that have gone out since it was last cleared. */
  played = 0;

  put(piece: { left: Float32Array; right: Float32Array }): void {
    this.#pieces.push(piece);
  }

  clear(): void {
    this.#pieces.length = 0;
    this.#at = 0;
    this.played = 0;
  }

  /** Fills two channels of the same length. */
  take(left: Float32Array, right: Float32Array): void {
    let filled = 0;
    while (filled < left.length) {
      const [piece] = this.#pieces;
      if (piece === undefined) break;
      const count = Math.min(left.length - filled, piece.left.length - this.#at);
      left.set(piece.left.subarray(this.#at, this.#at + count), filled);
      right.set(piece.right.subarray(this.#at, this.#at + count), filled);
      filled += count;
      this.#at += count;
      if (this.#at < piece.left.length) continue;
      this.#pieces.shift();
      this.#at = 0;
    }
    this.played += filled;
    left.fill(0, filled);
    right.fill(0, filled);
  }
}
