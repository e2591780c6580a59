import type { FactsAt } from '../sessions/last-facts.ts';

/** The outcome of applying one session of a snapshot. */
export interface Outcome {
  /** The session is over, or no longer belongs to this node. */
  over: boolean;
  /** The node lacks the newest plan. */
  lacking: boolean;
  /** Whether screens should be updated, and how soon. */
  show: 'at once' | 'soon' | null;
  /** The newest facts; null when there are none. */
  facts: FactsAt | null;
  /** The facts were written, including counters. */
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
