import type { Database } from '../../infra/database/connect.ts';
import { ownEvent } from '../events/own-event.ts';
import { appendEvents } from '../events/store.ts';
import { applyFacts, type NewState } from '../sessions/apply-facts.ts';
import { finishSession } from '../sessions/finish-session.ts';
import type { FactsAt } from '../sessions/last-facts.ts';
import { saveFacts } from '../sessions/save-facts.ts';
import { changeSession, isOpen, type SessionRow } from '../sessions/store.ts';
import { storeEvents } from './events.ts';
import { type Outcome, UNTOUCHED } from './outcome.ts';
import type { SavedMarks } from './saved-marks.ts';

interface Reported {
  row: SessionRow;
  facts: FactsAt;
  marks: SavedMarks;
  now: number;
}

/** Updates one session, whose row is locked, to what its node reported. */
export async function applyFactsToSession(
  tx: Database,
  { row, facts, marks, now }: Reported,
): Promise<Outcome> {
  const { session } = facts;
  const newEvents = await storeEvents(tx, row.id, session.events);
  const next = applyFacts(row, session, now);
  const over = !isOpen(next.status);
  const changed = marks.changed(row.id, session);
  const saved = over || changed || marks.due(row.id, now);
  if (saved) await saveFacts(tx, row.id, facts);
  const moved = next.status !== row.status;
  if (moved) await moveOn(tx, row, next);
  return {
    ...UNTOUCHED,
    over,
    saved,
    facts,
    lacking: session.version < row.version,
    show: over || changed || newEvents > 0 || moved ? 'at once' : 'soon',
    storedEvents: session.events.map(({ id }) => id),
  };
}

/** Its end was requested and its node does not carry it (or no longer does): there is nothing left to stop. */
export async function finishUncarried(
  tx: Database,
  { row, before, now }: { row: SessionRow; before: FactsAt | undefined; now: number },
): Promise<void> {
  if (before) await saveFacts(tx, row.id, before);
  const liveAt = row.live_at?.getTime() ?? null;
  const reason = row.end_reason ?? 'USER_ENDED';
  await finishSession(tx, row, { status: 'ENDED', reason, liveAt, endedAt: now });
}

async function moveOn(tx: Database, row: SessionRow, next: NewState): Promise<void> {
  const { status, liveAt, endedAt, endReason: reason } = next;
  if (endedAt !== null && reason !== null && (status === 'ENDED' || status === 'ERROR')) {
    return await finishSession(tx, row, { status, reason, liveAt, endedAt });
  }
  await changeSession(tx, row.id, { status, live_at: liveAt === null ? null : new Date(liveAt) });
  if (status === 'LIVE' && liveAt !== null) {
    await appendEvents(tx, row.id, [ownEvent({ kind: 'session.live', at: liveAt })]);
  }
}
