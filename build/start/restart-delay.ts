import { backoffMs, failuresInARow } from '@neustream/shared/kernel/backoff.ts';

/** Pauses before the second and later restarts in a row; the first one comes at once. */
const PAUSES = { firstMs: 250, longestMs: 8_000 };
/** A process that ran this long starts again from the shortest pause, in ms. */
const STEADY_MS = 30_000;

export interface Death {
  /** Deaths in a row before this one. */
  before: number;
  /** How long it had run, in ms. */
  ranMs: number;
}

/** How long to wait before a process that died is restarted, and how many deaths in a row that makes. */
export function restartDelay({ before, ranMs }: Death): { delayMs: number; inARow: number } {
  const inARow = failuresInARow(before, { ranMs, steadyMs: STEADY_MS });
  return { delayMs: backoffMs(inARow - 1, PAUSES), inARow };
}
