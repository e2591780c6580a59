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

/** What earlier tries of the same relay tell about a failure. */
export interface Past {
  /** The server took this key before: the relay was live with it, or left on good terms. */
  keyTaken: boolean;
  /** The try before failed in the same way: the server hung up when it had been given the key. */
  hungUpBefore: boolean;
}

/**
 * Why a try failed, in the light of those before. A name that is refused, but was accepted earlier in the session, is
 * still held by our previous connection, and an address that was right is not to blame for a hang-up. A server that
 * hangs up twice when it is given the key does not want it (Twitch answers so; OBS takes it so at once), or not what the
 * encoder sends.
 */
export function refineReason(
  failure: { reason: RelayReasonCode; badName: boolean; afterKey: boolean },
  { keyTaken, hungUpBefore }: Past,
): RelayReasonCode {
  if (failure.badName && keyTaken) return 'KEY_IN_USE';
  if (failure.reason === 'CONNECT_HUNG_UP' && keyTaken) return 'CONNECTION_CLOSED';
  return failure.afterKey && hungUpBefore && !keyTaken ? 'PUBLISH_HUNG_UP' : failure.reason;
}

/** Whether a publish that was left on good terms is followed by the next at once: not if that never ends. */
export function republishesAtOnce(partingsInARow: number): boolean {
  return partingsInARow <= FAST_RETRIES;
}
