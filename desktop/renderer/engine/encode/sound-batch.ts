import { CHANNELS, SAMPLE_RATE } from './sound-intake.ts';

/** Sound that follows without a gap: interleaved samples, and when the first begins, in µs. */
export interface SoundPiece {
  samples: Float32Array<ArrayBuffer>;
  timestamp: number;
}

/** Further apart than this do not follow each other, in µs: less than two samples. */
const SEAM = 40;

/** Joins the mixer's short pieces to longer ones: each costs an encoder a message to its worker and back. */
export class SoundBatch {
  readonly #size: number;
  #pieces: Float32Array<ArrayBuffer>[] = [];
  #count = 0;
  #timestamp = 0;

  /** @param samples per channel, at least, of each piece that is given back */
  constructor(samples: number) {
    this.#size = samples;
  }

  /** Returns what is complete with this piece: nothing, or the pieces in their order. */
  take({ samples, timestamp }: SoundPiece): SoundPiece[] {
    const ready: SoundPiece[] = [];
    const end = this.#timestamp + (this.#count / SAMPLE_RATE) * 1_000_000;
    if (this.#count > 0 && Math.abs(timestamp - end) > SEAM) ready.push(this.#join());
    if (this.#count === 0) this.#timestamp = timestamp;
    this.#pieces.push(samples);
    this.#count += samples.length / CHANNELS;
    if (this.#count >= this.#size) ready.push(this.#join());
    return ready;
  }

  #join(): SoundPiece {
    const [only] = this.#pieces;
    const isOne = this.#pieces.length === 1 && only !== undefined;
    const samples = isOne ? only : new Float32Array(this.#count * CHANNELS);
    if (!isOne) {
      let at = 0;
      for (const piece of this.#pieces) {
        samples.set(piece, at);
        at += piece.length;
      }
    }
    this.#pieces = [];
    this.#count = 0;
    return { samples, timestamp: this.#timestamp };
  }
}
