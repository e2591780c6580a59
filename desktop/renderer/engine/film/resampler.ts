/** Samples on each side of the one that is computed, at the lower of the two rates. */
const REACH = 16;
/** Of the Kaiser window: about 80 dB of what would be folded back is gone. */
const BETA = 8;
/** The filter is kept for so many places between two samples, and taken straight in between. */
const STEPS = 256;

/**
 * Brings sound to another sample rate, piece by piece, by a windowed sinc (J. O. Smith, "Digital Audio Resampling").
 * The first sample that comes out is at the time of the first that went in.
 */
export class Resampler {
  readonly #ratio: number;
  readonly #reach: number;
  readonly #filter: Float32Array;
  /** What is still needed of what came, per channel, after the silence that lies before it all. */
  #kept: Float32Array[];
  /** Where the next sample is computed, in samples of what is kept. */
  #at: number;

  /** Rates in Hz. */
  constructor(from: number, to: number, channels: number) {
    this.#ratio = from / to;
    const cutoff = Math.min(1, to / from);
    this.#reach = Math.ceil(REACH / cutoff);
    this.#filter = filterOf(this.#reach, cutoff);
    this.#kept = Array.from({ length: channels }, () => new Float32Array(this.#reach));
    this.#at = this.#reach;
  }

  /** @param piece one array for each channel, of the same length */
  push(piece: readonly Float32Array[]): Float32Array<ArrayBuffer>[] {
    if (this.#ratio === 1) return piece.map((samples) => samples.slice());
    const kept = this.#kept.map((before, channel) => joined(before, piece[channel] ?? new Float32Array(0)));
    const length = kept[0]?.length ?? 0;
    const count = Math.max(0, Math.ceil((length - this.#reach - this.#at) / this.#ratio));
    const out = kept.map((samples) => this.#computed(samples, count));
    this.#at += count * this.#ratio;
    const over = Math.max(0, Math.floor(this.#at) - this.#reach);
    this.#kept = kept.map((samples) => samples.slice(over));
    this.#at -= over;
    return out;
  }

  /** What is still to come once nothing goes in any more. */
  flush(): Float32Array<ArrayBuffer>[] {
    if (this.#ratio === 1) return this.#kept.map(() => new Float32Array(0));
    return this.push(this.#kept.map(() => new Float32Array(this.#reach)));
  }

  #computed(samples: Float32Array, count: number): Float32Array<ArrayBuffer> {
    const out = new Float32Array(count);
    for (let index = 0; index < count; index += 1) {
      const at = this.#at + index * this.#ratio;
      const first = Math.floor(at) - this.#reach + 1;
      let sum = 0;
      for (let tap = 0; tap < 2 * this.#reach; tap += 1) {
        const place = Math.abs(at - (first + tap)) * STEPS;
        const below = Math.floor(place);
        const low = this.#filter[below] ?? 0;
        const high = this.#filter[below + 1] ?? 0;
        sum += (samples[first + tap] ?? 0) * (low + (high - low) * (place - below));
      }
      out[index] = sum;
    }
    return out;
  }
}

/** Half of the filter, from its middle outwards. */
function filterOf(reach: number, cutoff: number): Float32Array {
  const whole = bessel(BETA);
  return Float32Array.from({ length: reach * STEPS + 2 }, (_, index) => {
    const x = index / STEPS;
    if (x >= reach) return 0;
    const turn = Math.PI * x * cutoff;
    const sinc = turn === 0 ? 1 : Math.sin(turn) / turn;
    return (cutoff * sinc * bessel(BETA * Math.sqrt(1 - (x / reach) ** 2))) / whole;
  });
}

/** The modified Bessel function of the first kind, of order 0, by its series. */
function bessel(x: number): number {
  let [sum, term] = [1, 1];
  for (let n = 1; term > sum * 1e-9; n += 1) {
    term *= (x / 2 / n) ** 2;
    sum += term;
  }
  return sum;
}

function joined(one: Float32Array, other: Float32Array): Float32Array {
  const both = new Float32Array(one.length + other.length);
  both.set(one);
  both.set(other, one.length);
  return both;
}
