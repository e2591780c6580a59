import type { NodeSession } from '@neustream/shared/contracts/media-control.ts';

/** Counters alone are written this often, in ms. */
const COUNTERS_EVERY_MS = 10_000;

/** Remembers what of each session's facts was last written, so that unchanged facts are not written each second. */
export interface SavedMarks {
  /** Whether anything but counters differs from what was last written. */
  changed(sessionId: string, facts: NodeSession): boolean;
  /** Whether counters should be written again. */
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
      // The first time comes sooner for some than for others, so that a whole node's sessions are not due at once.
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
