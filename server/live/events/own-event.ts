import type { Hop, SessionEventKind } from '@neustream/shared/live/events.ts';
import { uuidV7 } from '@neustream/shared/node/uuid.ts';
import type { EventData, NewEvent } from './store.ts';

/** Kinds that only the API writes: it takes what users ask for, and decides what a session's state is. */
export const OWN_KINDS: readonly SessionEventKind[] = [
  'session.ordered',
  'session.live',
  'session.ending',
  'session.ended',
  'relay.added',
  'relay.paused',
  'relay.resumed',
  'relay.retried',
  'relay.removed',
  'usage.warning',
  'quality.warning',
];

interface OwnEvent {
  kind: SessionEventKind;
  at: number;
  hop?: Hop;
  destinationId?: string;
  data?: EventData;
  /** Given where the same thing may be written twice. */
  id?: string;
}

/** An event for a session's timeline, seen from the API. */
export function ownEvent({
  kind,
  at,
  hop = 'server',
  destinationId,
  data = {},
  id = uuidV7(at),
}: OwnEvent): NewEvent {
  return { id, at: new Date(at), kind, hop, destination_id: destinationId ?? null, data };
}
