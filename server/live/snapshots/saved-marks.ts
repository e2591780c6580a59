import type { NodeSession } from '@neustream/shared/contracts/media-control.ts';

/** How often a change of counters alone is written, in ms. */
const COUNTERS_EVERY_MS = 10_000;

/** Remembers which of each session's facts were last written, so that unchanged facts are not written every second. */
export interface SavedMarks {
  /** Whether anything except counters differs from what was last written. */
  changed(sessionId: string, facts: NodeSession): boolean;
  /** Whether it is time to write the counters again. */
  due(sessionId: string, now: number): boolean;
  saved(sessionId: string, facts: NodeSession, now: number): void;
  forget(sessionId: string): void;
}

export function createSavedMarks(): SavedMarks {
  const marks = new Map<string, { mark: string; dueAt: number }>();
  return {
    changed: (sessionId, facts) => marks.get(sessionId)?.mark !== markOf(facts),
    due: (sessionId, now) => now >= (marks.get(sessionId)?.dueAt ?? 0),
    saved: (sessionId, facts, now) => {
      // The first interval is shorter for some than for others, so that the sessions of a node are not all due at once.
      const pause = marks.has(sessionId) ? 1 : 0.5 + Math.random() / 2;
      marks.set(sessionId, { mark: markOf(facts), dueAt: now + COUNTERS_EVERY_MS * pause });
    },
    forget: (sessionId) => {
      marks.delete(sessionId);
    },
  };
}

function markOf({ ingest, relays }: NodeSession): string {
  const { bytesReceived: _, ...encoder } = ingest;
  const states = relays.map(
    ({ destinationId, status, reasonCode, detail, attempts, nextRetryAt, liveSince }) => [
      ...[destinationId, status, reasonCode, detail, attempts, nextRetryAt, liveSince],
    ],
  );
  return JSON.stringify([encoder, states]);
}
