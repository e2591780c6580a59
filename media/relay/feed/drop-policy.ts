import type { Dropping } from '@neustream/shared/live/facts.ts';

/** How far a destination may fall behind unless it is set otherwise, in ms of the session's line. */
export const MOST_LAG_MS = 5000;

/**
 * What a destination goes without that is this far behind. Sound and codec headers are never left out.
 * @param now what it goes without at present: it gets everything again only once it has clearly caught up
 */
export function decideDropping(now: Dropping, lagMs: number, mostLagMs: number): Dropping {
  if (lagMs > mostLagMs) return 'video';
  if (lagMs > mostLagMs / 2) return 'disposable';
  if (lagMs < mostLagMs / 4) return 'nothing';
  return now === 'nothing' ? 'nothing' : 'disposable';
}
