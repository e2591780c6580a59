/** Pauses before the second and later restarts in a row, in ms; the first one comes at once. */
const PAUSES_MS = [0, 250, 500, 1_000, 2_000, 4_000, 8_000];
/** A process that ran this long begins anew with the pauses, in ms. */
const STEADY_MS = 30_000;

export interface Death {
  /** Deaths in a row before this one. */
  before: number;
  /** How long it had run, in ms. */
  ranMs: number;
}

/** How long to wait before a process that died is started again, and how many deaths in a row that makes. */
export function restartDelay({ before, ranMs }: Death): { delayMs: number; inARow: number } {
  const earlier = ranMs >= STEADY_MS ? 0 : before;
  const delayMs = PAUSES_MS[Math.min(earlier, PAUSES_MS.length - 1)] ?? 0;
  return { delayMs, inARow: earlier + 1 };
}
