import type { NodeSession, SnapshotAnswer } from '@neustream/shared/contracts/media-control.ts';
import type { Database } from '../../infra/database/connect.ts';
import { OWN_KINDS, ownEvent } from '../events/own-event.ts';
import { appendEvents, type NewEvent } from '../events/store.ts';
import { applyFacts } from '../sessions/apply-facts.ts';
import { finishSession } from '../sessions/finish-session.ts';
import type { FactsAt } from '../sessions/last-facts.ts';
import { changeSession, isOpen, type SessionRow } from '../sessions/store.ts';
import { saveFacts } from './save-facts.ts';
import type { SavedMarks } from './saved-marks.ts';

export const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** What taking a snapshot came to. */
export interface Applied {
  answer: SnapshotAnswer;
  /** Sessions that screens should be shown anew, and whether at once. */
  shown: { id: string; sourceId: string; urgent: boolean }[];
  ended: string[];
  lacking: string[];
  saved: { sessionId: string; facts: NodeSession }[];
}

export interface OneSession {
  row: SessionRow;
  /** What the snapshot says of it; undefined when nothing. */
  facts: FactsAt | undefined;
  /** What the snapshot before said, as far as this process heard it. */
  before: FactsAt | undefined;
  marks: SavedMarks;
  now: number;
  applied: Applied;
}

/** Brings one session, whose row is locked, to what its node reported of it. Gives whether it is over. */
export async function applyToSession(
  tx: Database,
  { row, facts: heard, before, marks, now, applied }: OneSession,
): Promise<boolean> {
  const show = (urgent: boolean) => applied.shown.push({ id: row.id, sourceId: row.source_id, urgent });
  if (!heard) {
    if (row.ordered === 'live') applied.lacking.push(row.id);
    else await finishUncarried(tx, { row, before, now, applied });
    if (row.ordered === 'ended') show(true);
    return row.ordered === 'ended';
  }
  const facts = heard.session;
  if (facts.version < row.version) applied.lacking.push(row.id);
  const newEvents = await storeEvents(tx, { sessionId: row.id, facts, applied });
  const next = applyFacts(row, facts, now);
  const over = !isOpen(next.status);
  const changed = marks.changed(row.id, facts);
  if (over || changed || marks.due(row.id, now)) {
    await saveFacts(tx, row.id, heard);
    applied.saved.push({ sessionId: row.id, facts });
  }
  if (
    next.endedAt !== null &&
    next.endReason !== null &&
    (next.status === 'ENDED' || next.status === 'ERROR')
  ) {
    const { status, liveAt, endedAt, endReason: reason } = next;
    await finishSession(tx, row, { status, reason, liveAt, endedAt });
    applied.ended.push(row.id);
  } else if (next.status !== row.status) {
    await moveOn(tx, { row, next });
  }
  show(over || changed || newEvents > 0 || next.status !== row.status);
  return over;
}

/** It was ordered to end and its node does not carry it (any more): there is nothing left to stop. */
async function finishUncarried(
  tx: Database,
  { row, before, now, applied }: Pick<OneSession, 'row' | 'before' | 'now' | 'applied'>,
): Promise<void> {
  if (before) await saveFacts(tx, row.id, before);
  const liveAt = row.live_at?.getTime() ?? null;
  const reason = row.end_reason ?? 'USER_ENDED';
  await finishSession(tx, row, { status: 'ENDED', reason, liveAt, endedAt: now });
  applied.ended.push(row.id);
}

async function moveOn(
  tx: Database,
  { row, next }: { row: SessionRow; next: ReturnType<typeof applyFacts> },
): Promise<void> {
  const live_at = next.liveAt === null ? null : new Date(next.liveAt);
  await changeSession(tx, row.id, { status: next.status, live_at });
  if (next.status === 'LIVE' && next.liveAt !== null) {
    await appendEvents(tx, row.id, [ownEvent({ kind: 'session.live', at: next.liveAt })]);
  }
}

interface Events {
  sessionId: string;
  facts: NodeSession;
  applied: Applied;
}

/** Stores what is new on the timeline; gives how much that was. */
export async function storeEvents(tx: Database, { sessionId, facts, applied }: Events): Promise<number> {
  const events = facts.events
    .filter(({ kind }) => !OWN_KINDS.includes(kind))
    .map(
      ({ id, at, kind, hop, destinationId, data }): NewEvent => ({
        id,
        kind,
        hop,
        data,
        at: new Date(at),
        destination_id: destinationId !== null && UUID.test(destinationId) ? destinationId : null,
      }),
    );
  applied.answer.storedEvents.push(...facts.events.map(({ id }) => id));
  return await appendEvents(tx, sessionId, events);
}
