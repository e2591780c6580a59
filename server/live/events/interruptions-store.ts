import type { Database } from '../../infra/database/connect.ts';
import {
  countInterruptions,
  GAP_KINDS,
  type GapEvent,
  type Interruptions,
  NO_INTERRUPTIONS,
} from './gaps.ts';

interface InterruptionsRow {
  session_id: string;
  count: number;
  open: string[];
  /** The newest event that is counted. */
  newest_at: Date;
}

/**
 * Continues the count of interruptions with newly stored events, in order of time, so that lists of sessions do not
 * need to load events. The session's row has to be locked.
 */
export async function recountInterruptions(
  tx: Database,
  sessionId: string,
  stored: readonly GapEvent[],
): Promise<void> {
  const events = stored.filter(({ kind }) => GAP_KINDS.includes(kind));
  const [first] = events;
  if (!first) return;
  const known: InterruptionsRow | undefined = await tx('session_interruptions')
    .where({ session_id: sessionId })
    .first();
  // A node that was cut off reports late, which can change the count of what happened in between.
  const late = known !== undefined && first.at < known.newest_at;
  const all = late ? await gapEvents(tx, sessionId) : events;
  const before = known && !late ? known : NO_INTERRUPTIONS;
  await save(tx, sessionId, { ...countInterruptions(before, all), newest_at: all.at(-1)?.at ?? first.at });
}

async function save(
  tx: Database,
  sessionId: string,
  { count, open, newest_at }: Interruptions & { newest_at: Date },
): Promise<void> {
  await tx('session_interruptions')
    .insert({ session_id: sessionId, count, open: [...open], newest_at })
    .onConflict('session_id')
    .merge();
}

async function gapEvents(tx: Database, sessionId: string): Promise<GapEvent[]> {
  return await tx('session_events')
    .where({ session_id: sessionId })
    .whereIn('kind', GAP_KINDS)
    .orderBy(['at', 'seq'])
    .select('at', 'kind', 'destination_id');
}
