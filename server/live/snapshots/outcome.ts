import type { FactsAt } from '../sessions/last-facts.ts';

/** What taking one session of a snapshot came to. */
export interface Outcome {
  /** The session is over, or is no longer this node's. */
  over: boolean;
  /** The node lacks the newest plan. */
  lacking: boolean;
  /** Whether screens are shown the session anew, and how soon. */
  show: 'at once' | 'soon' | null;
  /** The newest facts; null when there are none. */
  facts: FactsAt | null;
  /** The facts were written, counters included. */
  saved: boolean;
  /** Ids of events that the node may forget. */
  storedEvents: readonly string[];
}

/** Nothing was changed. */
export const UNTOUCHED: Outcome = {
  over: false,
  lacking: false,
  show: null,
  facts: null,
  saved: false,
  storedEvents: [],
};
