/**
 * Loudness by ITU-R BS.1770-5 and EBU R 128: K-weighted power over 400 ms (momentary) and 3 s (short-term), and the
 * highest sample. Runs anywhere; the worklet feeds it.
 */

const BLOCK_MS = 100;
const MOMENTARY_BLOCKS = 4;
const SHORT_TERM_BLOCKS = 30;
/** What is quieter counts as nothing, in LUFS and dBFS. */
export const SILENCE_DB = -90;

interface Coefficients {
  b: readonly [number, number, number];
  a: readonly [number, number];
}

/** The two filters of the K-weighting for a sample rate (BS.1770-5, annex 1; derived from its 48 kHz values). */
export function kWeighting(sampleRate: number): readonly [Coefficients, Coefficients] {
  return [shelf(sampleRate), highPass(sampleRate)];
}

function shelf(sampleRate: number): Coefficients {
  const [frequency, gainDb, q] = [1681.974450955533, 3.999843853973347, 0.7071752369554196];
  const k = Math.tan((Math.PI * frequency) / sampleRate);
  const high = 10 ** (gainDb / 20);
  const band = high ** 0.4996667741545416;
  const scale = 1 + k / q + k * k;
  return {
    b: [
      (high + (band * k) / q + k * k) / scale,
      (2 * (k * k - high)) / scale,
      (high - (band * k) / q + k * k) / scale,
    ],
    a: [(2 * (k * k - 1)) / scale, (1 - k / q + k * k) / scale],
  };
}

function highPass(sampleRate: number): Coefficients {
  const [frequency, q] = [38.13547087602444, 0.5003270373238773];
  const k = Math.tan((Math.PI * frequency) / sampleRate);
  const scale = 1 + k / q + k * k;
  return { b: [1, -2, 1], a: [(2 * (k * k - 1)) / scale, (1 - k / q + k * k) / scale] };
}

/** One second-order filter of one channel (direct form II, transposed). */
class Biquad {
  #one = 0;
  #two = 0;
  readonly #c: Coefficients;

  constructor(coefficients: Coefficients) {
    this.#c = coefficients;
  }

  next(x: number): number {
    const { b, a } = this.#c;
    const y = b[0] * x + this.#one;
    this.#one = b[1] * x - a[0] * y + this.#two;
    this.#two = b[2] * x - a[1] * y;
    return y;
  }
}

/** What a meter shows. */
export interface Levels {
  /** Highest sample since the last look, in dBFS. */
  peakDb: number;
  /** Over the last 400 ms, in LUFS. */
  momentaryLufs: number;
  /** Over the last 3 s, in LUFS. */
  shortTermLufs: number;
  /** A sample reached full scale since the last look. */
  clipped: boolean;
}

export class LoudnessMeter {
  readonly #blockSamples: number;
  readonly #filters: Biquad[][] = [];
  readonly #weights: readonly [Coefficients, Coefficients];
  #blocks: number[] = [];
  #sum = 0;
  #count = 0;
  #peak = 0;

  constructor(sampleRate: number) {
    this.#blockSamples = Math.round((sampleRate * BLOCK_MS) / 1000);
    this.#weights = kWeighting(sampleRate);
  }

  /** Takes the same number of samples of each channel. */
  take(channels: readonly Float32Array[]): void {
    const length = channels[0]?.length ?? 0;
    for (let channel = this.#filters.length; channel < channels.length; channel += 1) {
      this.#filters.push(this.#weights.map((one) => new Biquad(one)));
    }
    for (let index = 0; index < length; index += 1) {
      for (let channel = 0; channel < channels.length; channel += 1) {
        const sample = channels[channel]?.[index] ?? 0;
        const size = Math.abs(sample);
        if (size > this.#peak) this.#peak = size;
        const [first, second] = this.#filters[channel] ?? [];
        const weighted = second?.next(first?.next(sample) ?? 0) ?? 0;
        this.#sum += weighted * weighted;
      }
      this.#count += 1;
      if (this.#count === this.#blockSamples) this.#endBlock();
    }
  }

  /** Levels now; the peak begins anew. */
  look(): Levels {
    const peak = this.#peak;
    this.#peak = 0;
    return {
      peakDb: Math.max(SILENCE_DB, 20 * Math.log10(peak)),
      momentaryLufs: this.#over(MOMENTARY_BLOCKS),
      shortTermLufs: this.#over(SHORT_TERM_BLOCKS),
      clipped: peak >= 1,
    };
  }

  #endBlock(): void {
    this.#blocks.push(this.#sum / this.#count);
    if (this.#blocks.length > SHORT_TERM_BLOCKS) this.#blocks.shift();
    this.#sum = 0;
    this.#count = 0;
  }

  #over(blocks: number): number {
    const last = this.#blocks.slice(-blocks);
    const power = last.reduce((sum, one) => sum + one, 0) / Math.max(1, last.length);
    return Math.max(SILENCE_DB, -0.691 + 10 * Math.log10(power));
  }
}
