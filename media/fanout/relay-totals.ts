import type { RelayFacts } from '@neustream/shared/live/facts.ts';
import type { RelayReasonCode, RelayStatus } from '@neustream/shared/live/relay.ts';

/** Counters that carry on across all relays that a destination had in a session. */
export type RelayTotals = Pick<RelayFacts, 'bytesSent' | 'bytesAcked' | 'framesDropped' | 'attempts'>;

export const NO_TOTALS: RelayTotals = { bytesSent: 0, bytesAcked: 0, framesDropped: 0, attempts: 0 };

export function addTotals(one: RelayTotals, other: RelayTotals): RelayTotals {
  return {
    bytesSent: one.bytesSent + other.bytesSent,
    bytesAcked: one.bytesAcked + other.bytesAcked,
    framesDropped: one.framesDropped + other.framesDropped,
    attempts: one.attempts + other.attempts,
  };
}

/** Facts of a destination that has no relay at the moment. */
export function idleFacts(
  status: RelayStatus,
  reasonCode: RelayReasonCode | null,
  totals: RelayTotals,
): RelayFacts {
  return {
    ...totals,
    status,
    reasonCode,
    detail: null,
    nextRetryAt: null,
    liveSince: null,
    queuedBytes: 0,
    lagMs: 0,
    dropping: 'nothing',
    audioTrack: null,
  };
}
