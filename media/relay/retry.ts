import { backoffMs, failuresInARow } from '@neustream/shared/kernel/backoff.ts';
import {
  FAST_RETRIES,
  FAST_RETRY,
  QUIET_RETRY,
  RELAY_REASONS,
  type RelayReasonCode,
  STEADY_AFTER_MS,
} from '@neustream/shared/live/relay.ts';

/** Pause between looks at whether a port that refused us listens again, in ms. */
export const PROBE_MS = 500;

/** What the next try depends on. */
export interface RetryInput {
  reason: RelayReasonCode;
  /** Failures in a row, this one included, since the relay was last steadily live. */
  failures: number;
  /** From 0 up to 1. */
  random: number;
}

export interface RetryDecision {
  status: 'CONNECTING' | 'ERROR';
  /** Time to the next try in ms; null: none by itself. */
  waitMs: number | null;
  /** Look every `PROBE_MS` whether the port is open again, and go on at once when it is. */
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

/** Failures in a row after one more; a connection that was steadily live makes the count begin anew. */
export function countFailure(failures: number, liveMs: number | null): number {
  return failuresInARow(failures, { ranMs: liveMs ?? 0, steadyMs: STEADY_AFTER_MS });
}

/** A name refused in a session in which it was accepted before is still held by our last connection. */
export function refineReason(
  failure: { reason: RelayReasonCode; badName: boolean },
  everLive: boolean,
): RelayReasonCode {
  return failure.badName && everLive ? 'KEY_IN_USE' : failure.reason;
}
