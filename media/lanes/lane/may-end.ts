/** What decides whether a lane still has something to do. */
export interface LaneLife {
  draining: boolean;
  /** Sessions that it carries, live or not. */
  sessions: number;
  /** Encoders that it follows or passes on. */
  live: number;
  /** How long the control process has not answered, in ms. */
  aloneMs: number;
}

/**
 * Whether a lane ends by itself: it is draining and has become empty, or its control process has been gone for
 * `orphanAfterMs` and nothing is live.
 */
export function mayEnd({ draining, sessions, live, aloneMs }: LaneLife, orphanAfterMs: number): boolean {
  if (live > 0) return false;
  return (draining && sessions === 0) || aloneMs >= orphanAfterMs;
}
