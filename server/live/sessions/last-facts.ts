import type { NodeSession } from '@neustream/shared/contracts/media-control.ts';
import type { Counts } from '../relays/totals.ts';

export interface FactsAt {
  /** When they were current, by the node's clock. */
  at: number;
  /** With the session's totals in place of the counters of the node's run. */
  session: NodeSession;
  counts: Counts;
}

/**
 * The newest facts of each open session. Counters change every second; keeping them here spares the database, which is
 * updated when something else changes, periodically, and at the end.
 */
export interface LastFacts {
  get(sessionId: string): FactsAt | undefined;
  put(sessionId: string, facts: FactsAt): void;
  forget(sessionId: string): void;
}

export function createLastFacts(): LastFacts {
  const sessions = new Map<string, FactsAt>();
  return {
    get: (sessionId) => sessions.get(sessionId),
    put: (sessionId, facts) => {
      sessions.set(sessionId, facts);
    },
    forget: (sessionId) => {
      sessions.delete(sessionId);
    },
  };
}
