import { backoffMs, failuresInARow } from '@neustream/shared/kernel/backoff.ts';

const RESTARTS = { firstMs: 100, longestMs: 10_000 };
/** A MediaMTX that ran this long is considered healthy again, in ms. */
const STEADY_MS = 30_000;

/** How often MediaMTX has died in a row. */
export interface Deaths {
  count: number;
  /** When it was last started, in milliseconds since the epoch. */
  startedAt: number;
}

/** The count after a death at `now`: it starts again after a long run. */
export function afterDeath({ count, startedAt }: Deaths, now: number): number {
  return failuresInARow(count, { ranMs: now - startedAt, steadyMs: STEADY_MS });
}

/** Pause before the next start, in ms: 0.1 s after the first death, doubling up to 10 s. */
export function restartPause(count: number): number {
  return backoffMs(count, RESTARTS);
}
