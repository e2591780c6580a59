import type { Hop, SessionEventKind } from '@neustream/shared/live/events.ts';
import { uuidV7 } from '@neustream/shared/node/uuid.ts';
import type { EventData, NewEvent } from './store.ts';

/** Kinds that only the API writes: it receives users' commands and what their studio says, and decides a session's state. */
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
  'encoder.limited',
  'encoder.recovered',
  'usage.warning',
  'quality.warning',
];

interface OwnEvent {
  kind: SessionEventKind;
  at: number;
  hop?: Hop;
  destinationId?: string;
  data?: EventData;
  /** Set where the same event may be written twice. */
  id?: string;
}

/** An event for a session's timeline, from the API's point of view. */
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
