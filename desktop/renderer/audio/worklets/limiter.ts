/** How far the limiter looks ahead, in ms: as much as it delays. */
const AHEAD_MS = 5;
const RELEASE_MS = 120;
/** No sample is louder than this: −1 dBFS. */
export const CEILING = 10 ** (-1 / 20);

/**
 * Keeps every sample below the ceiling, without clipping: the gain begins to fall before a peak and recovers after it.
 * All channels share one gain, so that the image stays where it is.
 */
export class Limiter {
  readonly #ahead: number;
  readonly #release: number;
  readonly #rings: Float32Array[] = [];
  /** Gain that each sample in the ring asks for. */
  readonly #wanted: Float32Array;
  /** How many of them ask for less than all. */
  #loud = 0;
  #at = 0;
  #gain = 1;

  constructor(sampleRate: number) {
    this.#ahead = Math.round((sampleRate * AHEAD_MS) / 1000);
    this.#release = 1 - Math.exp(-1 / ((sampleRate * RELEASE_MS) / 1000));
    this.#wanted = new Float32Array(this.#ahead).fill(1);
  }

  process(inputs: readonly Float32Array[], outputs: readonly Float32Array[]): void {
    const length = outputs[0]?.length ?? 0;
    while (this.#rings.length < outputs.length) this.#rings.push(new Float32Array(this.#ahead));
    for (let index = 0; index < length; index += 1) this.#step(inputs, outputs, index);
  }

  #step(inputs: readonly Float32Array[], outputs: readonly Float32Array[], index: number): void {
    let peak = 0;
    for (const input of inputs) peak = Math.max(peak, Math.abs(input[index] ?? 0));
    const delayed = this.#wanted[this.#at] ?? 1;
    const wanted = peak > CEILING ? CEILING / peak : 1;
    this.#wanted[this.#at] = wanted;
    // Nearly always nothing is too loud, and there is nothing to look for.
    this.#loud += (wanted < 1 ? 1 : 0) - (delayed < 1 ? 1 : 0);
    const least = this.#loud === 0 ? delayed : Math.min(delayed, lowest(this.#wanted));
    // Down in equal steps, so that it is there when the peak is; up slowly.
    if (least < this.#gain) this.#gain = Math.max(least, this.#gain - (1 - least) / (this.#ahead / 2));
    else this.#gain += (least - this.#gain) * this.#release;
    for (const [channel, output] of outputs.entries()) {
      const ring = this.#rings[channel];
      if (ring === undefined) continue;
      const sample = ring[this.#at] ?? 0;
      ring[this.#at] = inputs[channel]?.[index] ?? inputs[0]?.[index] ?? 0;
      // Whatever the gain has not reached yet: a sample above the ceiling never leaves.
      output[index] = Math.max(-CEILING, Math.min(CEILING, sample * this.#gain));
    }
    this.#at = (this.#at + 1) % this.#ahead;
  }
}

function lowest(values: Float32Array): number {
  let least = 1;
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index] ?? 1;
    if (value < least) least = value;
  }
  return least;
}
