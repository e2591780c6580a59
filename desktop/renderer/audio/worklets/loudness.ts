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
function kWeighting(sampleRate: number): readonly [Coefficients, Coefficients] {
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

/** What the two filters of one channel remember (direct form II, transposed). */
type FilterState = Float64Array<ArrayBuffer>;

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
  readonly #states: FilterState[] = [];
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
    while (this.#states.length < channels.length) this.#states.push(new Float64Array(4));
    for (let at = 0; at < length; ) {
      const end = Math.min(length, at + this.#blockSamples - this.#count);
      for (const [index, samples] of channels.entries()) this.#weigh(samples, this.#states[index], at, end);
      this.#count += end - at;
      at = end;
      if (this.#count === this.#blockSamples) this.#endBlock();
    }
  }

  /** In plain variables, because this is done for every sample that is heard. */
  #weigh(samples: Float32Array, state: FilterState | undefined, from: number, to: number): void {
    if (state === undefined) return;
    const [shelf, pass] = this.#weights;
    const [b0, b1, b2] = shelf.b;
    const [a1, a2] = shelf.a;
    const [c0, c1, c2] = pass.b;
    const [d1, d2] = pass.a;
    let [one = 0, two = 0, three = 0, four = 0] = state;
    let sum = 0;
    let peak = this.#peak;
    for (let index = from; index < to; index += 1) {
      const sample = samples[index] ?? 0;
      const size = sample < 0 ? -sample : sample;
      if (size > peak) peak = size;
      const shelved = b0 * sample + one;
      one = b1 * sample - a1 * shelved + two;
      two = b2 * sample - a2 * shelved;
      const passed = c0 * shelved + three;
      three = c1 * shelved - d1 * passed + four;
      four = c2 * shelved - d2 * passed;
      sum += passed * passed;
    }
    state.set([one, two, three, four]);
    this.#sum += sum;
    this.#peak = peak;
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
