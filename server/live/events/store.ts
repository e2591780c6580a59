import type { Hop, SessionEventKind } from '@neustream/shared/live/events.ts';
import type { Database } from '../../infra/database/connect.ts';
import { recountInterruptions } from './interruptions-store.ts';

export type EventData = Record<string, string | number | boolean | null>;

export interface NewEvent {
  /** Writing the same id twice is harmless. */
  id: string;
  at: Date;
  kind: SessionEventKind;
  hop: Hop;
  destination_id: string | null;
  data: EventData;
}

export interface EventRow extends NewEvent {
  seq: number;
  destination_name: string | null;
}

/**
 * Appends events to a session's timeline and numbers them by time within the call. The session's row has to be locked.
 * Returns how many were new.
 */
export async function appendEvents(
  db: Database,
  sessionId: string,
  events: readonly NewEvent[],
): Promise<number> {
  if (events.length === 0) return 0;
  const known: string[] = await db('session_events')
    .whereIn(
      'id',
      events.map(({ id }) => id),
    )
    .pluck('id');
  const fresh = events
    .filter(({ id }) => !known.includes(id))
    .sort((a, b) => a.at.getTime() - b.at.getTime());
  if (fresh.length === 0) return 0;
  const last = await db('session_events').where({ session_id: sessionId }).max('seq as seq').first();
  const from = (last?.seq ?? 0) + 1;
  const rows = fresh.map((event, index) => ({
    ...event,
    session_id: sessionId,
    seq: from + index,
    data: JSON.stringify(event.data),
  }));
  await db('session_events').insert(rows).onConflict('id').ignore();
  await recountInterruptions(db, sessionId, fresh);
  return fresh.length;
}

const named = (db: Database, sessionId: string) =>
  db('session_events')
    .leftJoin('source_destinations as d', 'd.id', 'session_events.destination_id')
    .where({ session_id: sessionId })
    .select('session_events.*', 'd.name as destination_name');

/** The newest events, oldest first. */
export async function newestEvents(db: Database, sessionId: string, atMost: number): Promise<EventRow[]> {
  const rows: EventRow[] = await named(db, sessionId).orderBy('seq', 'desc').limit(atMost);
  return rows.reverse();
}

/** The position of an event in the chronological order of a timeline. */
export interface EventPlace {
  at: Date;
  seq: number;
}

/** A page of the timeline in chronological order, starting after a position. */
export async function pageOfEvents(
  db: Database,
  sessionId: string,
  { after, limit }: { after: EventPlace | null; limit: number },
): Promise<EventRow[]> {
  const query = named(db, sessionId).orderBy(['at', 'seq']).limit(limit);
  return await (after === null ? query : query.whereRaw('(at, seq) > (?, ?)', [after.at, after.seq]));
}

/** Events of these kinds, in chronological order. */
export async function eventsOfKinds(
  db: Database,
  sessionId: string,
  kinds: readonly SessionEventKind[],
): Promise<Omit<EventRow, 'destination_name'>[]> {
  return await db('session_events')
    .where({ session_id: sessionId })
    .whereIn('kind', kinds)
    .orderBy(['at', 'seq']);
}
