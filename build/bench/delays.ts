/** Delays are counted in steps of this many ms. */
const STEP_MS = 0.1;
const STEPS = 10_000;

/** Milliseconds from the publisher's write to the complete message at an output. */
export interface Delays {
  count: number;
  p50: number | null;
  p99: number | null;
}

/** Counts delays, so that many sinks can be put together without sending each of millions. */
export class DelayCounts {
  readonly #counts = new Array<number>(STEPS).fill(0);

  add(ms: number): void {
    const step = Math.min(STEPS - 1, Math.max(0, Math.floor(ms / STEP_MS)));
    this.#counts[step] = (this.#counts[step] ?? 0) + 1;
  }

  get counts(): readonly number[] {
    return this.#counts;
  }
}

/** The delays of all these counts together. */
export function delaysOf(all: readonly (readonly number[])[]): Delays {
  const sums = Array.from({ length: STEPS }, (_step, i) =>
    all.reduce((sum, counts) => sum + (counts[i] ?? 0), 0),
  );
  const count = sums.reduce((sum, value) => sum + value, 0);
  return { count, p50: shareOf(sums, count * 0.5), p99: shareOf(sums, count * 0.99) };
}

function shareOf(counts: readonly number[], wanted: number): number | null {
  let seen = 0;
  for (const [step, count] of counts.entries()) {
    seen += count;
    if (count > 0 && seen >= wanted) return (step + 0.5) * STEP_MS;
  }
  return null;
}
