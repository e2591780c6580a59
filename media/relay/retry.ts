import { backoffMs, failuresInARow } from '@neustream/shared/kernel/backoff.ts';
import {
  FAST_RETRIES,
  FAST_RETRY,
  QUIET_RETRY,
  RELAY_REASONS,
  type RelayReasonCode,
  STEADY_AFTER_MS,
} from '@neustream/shared/live/relay.ts';

/** Interval between checks whether a port that refused us is listening again, in ms. */
export const PROBE_MS = 500;

/** What the next try depends on. */
export interface RetryInput {
  reason: RelayReasonCode;
  /** Failures in a row, including this one, since the relay was last live for a while. */
  failures: number;
  /** From 0 to 1 (exclusive). */
  random: number;
}

export interface RetryDecision {
  status: 'CONNECTING' | 'ERROR';
  /** Time until the next try in ms; null: no automatic try. */
  waitMs: number | null;
  /** Check every `PROBE_MS` whether the port is open again, and continue at once when it is. */
  probe: boolean;
}

/** Fast tries with growing pauses, then quiet ones; none where only a person can help. */
export function decideRetry({ reason, failures, random }: RetryInput): RetryDecision {
  if (RELAY_REASONS[reason].retry === 'never') return { status: 'ERROR', waitMs: null, probe: false };
  if (failures > FAST_RETRIES)
    return { status: 'ERROR', waitMs: backoffMs(failures, QUIET_RETRY, random), probe: false };
  const waitMs = backoffMs(failures, FAST_RETRY, random);
  return { status: 'CONNECTING', waitMs, probe: reason === 'CONNECTION_REFUSED' };
}

/** Failures in a row after one more; a connection that was live for a while makes the count start again. */
export function countFailure(failures: number, liveMs: number | null): number {
  return failuresInARow(failures, { ranMs: liveMs ?? 0, steadyMs: STEADY_AFTER_MS });
}

/** A name that is refused, but was accepted earlier in the session, is still held by our previous connection. */
export function refineReason(
  failure: { reason: RelayReasonCode; badName: boolean },
  everLive: boolean,
): RelayReasonCode {
  return failure.badName && everLive ? 'KEY_IN_USE' : failure.reason;
}
