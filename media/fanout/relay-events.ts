import type { NodeEvent } from '@neustream/shared/live/events.ts';
import type { RelayFacts } from '@neustream/shared/live/facts.ts';
import { RELAY_REASONS } from '@neustream/shared/live/relay.ts';

/** What the timeline already says about a relay. */
export interface RelayStory {
  status: RelayFacts['status'] | null;
  /** The next try that was last announced: each failure announces a new one. */
  nextRetryAt: number | null;
  /** Reason of the last `relay.gave_up`; null if it has been live since. */
  gaveUpFor: RelayFacts['reasonCode'];
}

export const UNTOLD: RelayStory = { status: null, nextRetryAt: null, gaveUpFor: null };

type Line = Pick<NodeEvent, 'kind' | 'hop' | 'data'>;

/** The lines that a change of facts adds to the timeline. Quiet retries that change nothing add none. */
export function tellRelay(story: RelayStory, facts: RelayFacts): { story: RelayStory; lines: Line[] } {
  const { status, attempts, reasonCode, nextRetryAt } = facts;
  const next: RelayStory = { ...story, status, nextRetryAt };
  const failed = (kind: 'relay.failed' | 'relay.gave_up'): Line => ({
    kind,
    hop: reasonCode !== null && RELAY_REASONS[reasonCode].fault === 'ours' ? 'relay' : 'destination',
    data: { reasonCode, attempts, detail: facts.detail },
  });
  if (status === 'LIVE') {
    const lines: Line[] =
      story.status === 'LIVE' ? [] : [{ kind: 'relay.live', hop: 'relay', data: { attempts } }];
    return { story: { ...next, gaveUpFor: null }, lines };
  }
  if (status === 'ERROR') {
    const known = story.gaveUpFor === reasonCode && reasonCode !== null;
    return { story: { ...next, gaveUpFor: reasonCode }, lines: known ? [] : [failed('relay.gave_up')] };
  }
  if (status === 'CONNECTING') {
    if (story.status === null || story.status === 'DISCONNECTED') {
      return { story: next, lines: [{ kind: 'relay.connecting', hop: 'relay', data: {} }] };
    }
    const isFailure = nextRetryAt !== null && nextRetryAt !== story.nextRetryAt;
    return { story: next, lines: isFailure ? [failed('relay.failed')] : [] };
  }
  return { story: next, lines: [] };
}
