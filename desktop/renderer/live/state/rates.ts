/** Bytes counted up to an instant (milliseconds since the epoch, by the node's clock). */
export interface Sample {
  at: number;
  bytes: number;
}

/** How many samples are kept: at one a second, two minutes. */
export const HISTORY = 120;
/** The rate shown as a number is the average over this time, so that it does not flicker. */
const WINDOW_MS = 4000;

/**
 * Adds a sample. One that is not newer is ignored; one with a lower count (a new session or a restarted node) starts a
 * new history.
 */
export function withSample(history: readonly Sample[], sample: Sample): readonly Sample[] {
  const last = history.at(-1);
  if (last === undefined || sample.bytes < last.bytes) return [sample];
  if (sample.at <= last.at) return history;
  return [...history.slice(-(HISTORY - 1)), sample];
}

/** Rates between successive samples in kbit/s, oldest first. */
export function ratesOf(history: readonly Sample[]): number[] {
  return history.slice(1).map((sample, index) => kbpsBetween(history[index] ?? sample, sample));
}

/** The current rate in kbit/s: the average over the last seconds. Null before there are two samples. */
export function currentRate(history: readonly Sample[]): number | null {
  const last = history.at(-1);
  if (last === undefined || history.length < 2) return null;
  const first = history.find((sample) => sample.at >= last.at - WINDOW_MS) ?? last;
  return kbpsBetween(first === last ? (history.at(-2) ?? first) : first, last);
}

function kbpsBetween(from: Sample, to: Sample): number {
  return to.at > from.at ? ((to.bytes - from.bytes) * 8) / (to.at - from.at) : 0;
}
