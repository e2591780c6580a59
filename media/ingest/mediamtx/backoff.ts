const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 10_000;
/** A MediaMTX that ran this long is taken as sound again. */
const STEADY_AFTER_MS = 30_000;

/** How often MediaMTX died in a row. */
export interface Deaths {
  count: number;
  /** When the last start was, epoch ms. */
  startedAt: number;
}

/** The count after a death at `now`: it begins anew after a long life. */
export function afterDeath(deaths: Deaths, now: number): number {
  return now - deaths.startedAt >= STEADY_AFTER_MS ? 1 : deaths.count + 1;
}

/** Pause before the next start, in ms: 0.1 s after the first death, doubling to 10 s. */
export function restartPause(count: number): number {
  return Math.min(FIRST_PAUSE_MS * 2 ** Math.max(0, count - 1), LONGEST_PAUSE_MS);
}
