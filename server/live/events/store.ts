import type { Hop, SessionEventKind } from '@neustream/shared/live/events.ts';
import type { Database } from '../../infra/database/connect.ts';

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
 * Appends events to a session's timeline and numbers them by time within the call. The session's row has to be
 * locked. Gives how many were new.
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

/** The whole timeline in the order in which things happened. */
export async function allEvents(db: Database, sessionId: string): Promise<EventRow[]> {
  return await named(db, sessionId).orderBy(['at', 'seq']);
}
