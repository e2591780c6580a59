import type { PlannedDestination } from '@neustream/shared/contracts/media-control.ts';
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
  /** It was told that the destination lags behind, and not yet that it caught up. */
  lagging: boolean;
}

export const NOTHING_RECORDED: RecordedRelay = {
  status: null,
  nextRetryAt: null,
  gaveUpFor: null,
  lagging: false,
};

type Line = Pick<NodeEvent, 'kind' | 'hop' | 'data'>;

/**
 * The lines that a change of facts adds to the timeline. Quiet retries that change nothing add none.
 * @param asked the sound track that the destination is to get
 */
export function recordRelay(
  recorded: RecordedRelay,
  facts: RelayFacts,
  asked: PlannedDestination['audioTrack'] = 0,
): { recorded: RecordedRelay; lines: Line[] } {
  const { status, attempts, reasonCode, nextRetryAt } = facts;
  const next: RecordedRelay = { ...recorded, status, nextRetryAt, lagging: false };
  const failed = (kind: 'relay.failed' | 'relay.gave_up'): Line => ({
    kind,
    hop: reasonCode !== null && RELAY_REASONS[reasonCode].fault === 'ours' ? 'relay' : 'destination',
    data: { reasonCode, attempts, detail: facts.detail },
  });
  if (status === 'LIVE') {
    const live: Line = { kind: 'relay.live', hop: 'relay', data: { attempts, ...missing(facts, asked) } };
    const lagging = facts.dropping !== 'nothing';
    const lines = [
      ...(recorded.status === 'LIVE' ? [] : [live]),
      ...(recorded.lagging === lagging ? [] : [lagLine(facts)]),
    ];
    return { recorded: { ...next, gaveUpFor: null, lagging }, lines };
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

/** Told once for each time that a destination falls behind, and once when it has caught up. */
function lagLine({ dropping, lagMs }: RelayFacts): Line {
  return dropping === 'nothing'
    ? { kind: 'relay.caught_up', hop: 'destination', data: {} }
    : { kind: 'relay.lagging', hop: 'destination', data: { dropping, lagMs } };
}

/** The sound track that was asked for, where the encoder does not send it. */
function missing({ audioTrack }: RelayFacts, asked: PlannedDestination['audioTrack']): Line['data'] {
  return audioTrack === null || audioTrack === asked ? {} : { audioTrack, missingAudioTrack: asked };
}
