import type { NodeEvent } from '@neustream/shared/live/events.ts';
import type { RelayFacts } from '@neustream/shared/live/facts.ts';
import { RELAY_REASONS } from '@neustream/shared/live/relay.ts';

/** What the timeline already says about a relay. */
export interface RecordedRelay {
  status: RelayFacts['status'] | null;
  /** The next try that was last announced: each failure announces a new one. */
  nextRetryAt: number | null;
  /** Reason of the last `relay.gave_up`; null if it has been live since. */
  gaveUpFor: RelayFacts['reasonCode'];
}

export const NOTHING_RECORDED: RecordedRelay = { status: null, nextRetryAt: null, gaveUpFor: null };

type Line = Pick<NodeEvent, 'kind' | 'hop' | 'data'>;

/** The lines that a change of facts adds to the timeline. Quiet retries that change nothing add none. */
export function recordRelay(
  recorded: RecordedRelay,
  facts: RelayFacts,
): { recorded: RecordedRelay; lines: Line[] } {
  const { status, attempts, reasonCode, nextRetryAt } = facts;
  const next: RecordedRelay = { ...recorded, status, nextRetryAt };
  const failed = (kind: 'relay.failed' | 'relay.gave_up'): Line => ({
    kind,
    hop: reasonCode !== null && RELAY_REASONS[reasonCode].fault === 'ours' ? 'relay' : 'destination',
    data: { reasonCode, attempts, detail: facts.detail },
  });
  if (status === 'LIVE') {
    const lines: Line[] =
      recorded.status === 'LIVE' ? [] : [{ kind: 'relay.live', hop: 'relay', data: { attempts } }];
    return { recorded: { ...next, gaveUpFor: null }, lines };
  }
  if (status === 'ERROR') {
    const known = recorded.gaveUpFor === reasonCode && reasonCode !== null;
    return { recorded: { ...next, gaveUpFor: reasonCode }, lines: known ? [] : [failed('relay.gave_up')] };
  }
  if (status === 'CONNECTING') {
    if (recorded.status === null || recorded.status === 'DISCONNECTED') {
      return { recorded: next, lines: [{ kind: 'relay.connecting', hop: 'relay', data: {} }] };
    }
    const isFailure = nextRetryAt !== null && nextRetryAt !== recorded.nextRetryAt;
    return { recorded: next, lines: isFailure ? [failed('relay.failed')] : [] };
  }
  return { recorded: next, lines: [] };
}
