import type { NodeSession, NodeSnapshot, SnapshotAnswer } from '@neustream/shared/contracts/media-control.ts';
import type { Database } from '../../infra/database/connect.ts';
import type { LiveDeps } from '../deps.ts';
import { OWN_KINDS, ownEvent } from '../events/own-event.ts';
import { appendEvents, type NewEvent } from '../events/store.ts';
import { saveRelayFacts } from '../relays/store.ts';
import { applyFacts } from '../sessions/apply-facts.ts';
import { finishSession } from '../sessions/finish-session.ts';
import {
  changeSession,
  isOpen,
  knownSessionIds,
  lockOpenSessionsOfNode,
  lockSession,
  type SessionRow,
  saveIngest,
} from '../sessions/store.ts';
import { isNewer } from './is-newer.ts';
import { createSavedMarks, type SavedMarks } from './saved-marks.ts';
import { lockNode, saveNode } from './store.ts';

interface Applied {
  answer: SnapshotAnswer;
  /** Sessions that screens should be shown anew, and whether at once. */
  shown: { id: string; sourceId: string; urgent: boolean }[];
  ended: string[];
  lacking: string[];
  saved: { sessionId: string; facts: NodeSession }[];
  fresh: boolean;
}

/** Takes a media node's snapshot: facts to the database and the screens, the answer says what it should hold. */
export function createSnapshotTaker(deps: LiveDeps): (snapshot: NodeSnapshot) => Promise<SnapshotAnswer> {
  const marks = createSavedMarks();
  return async (snapshot) => {
    const now = deps.clock();
    const applied = await deps.db.transaction((tx) => apply(tx, { snapshot, marks, now }));
    if (applied.fresh) remember(deps, snapshot, now);
    for (const { sessionId, facts } of applied.saved) marks.saved(sessionId, facts, now);
    for (const { id, sourceId, urgent } of applied.shown) deps.status.announce({ id, sourceId }, { urgent });
    for (const id of applied.ended) {
      deps.facts.forget(id);
      marks.forget(id);
    }
    for (const id of applied.lacking) void deps.plans.send(id);
    return applied.answer;
  };
}

function remember({ facts }: LiveDeps, snapshot: NodeSnapshot, now: number): void {
  facts.hear(snapshot.nodeId, { now, endpoints: snapshot.endpoints });
  for (const session of snapshot.sessions) {
    facts.put(session.sessionId, { at: snapshot.at, nodeId: snapshot.nodeId, session });
  }
}

interface Taking {
  snapshot: NodeSnapshot;
  marks: SavedMarks;
  now: number;
}

async function apply(tx: Database, { snapshot, marks, now }: Taking): Promise<Applied> {
  const stored = await lockNode(tx, snapshot.nodeId);
  const fresh = isNewer(stored, snapshot);
  if (fresh) await saveNode(tx, nodeRow(snapshot, now));
  const rows = await lockOpenSessionsOfNode(tx, snapshot.nodeId);
  const applied: Applied = {
    answer: { ack: snapshot.seq, sessions: [], storedEvents: [] },
    ...{ shown: [], ended: [], lacking: [], saved: [], fresh },
  };
  for (const row of rows) {
    const facts = snapshot.sessions.find(({ sessionId }) => sessionId === row.id);
    const over = fresh && (await applyToSession(tx, { row, facts, marks, now, applied }));
    if (!over) applied.answer.sessions.push({ sessionId: row.id, version: row.version });
  }
  await storeLateEvents(tx, { snapshot, rows, applied });
  return applied;
}

interface OneSession {
  row: SessionRow;
  facts: NodeSession | undefined;
  marks: SavedMarks;
  now: number;
  applied: Applied;
}

/** Gives whether the session is over. */
async function applyToSession(
  tx: Database,
  { row, facts, marks, now, applied }: OneSession,
): Promise<boolean> {
  const show = (urgent: boolean) => applied.shown.push({ id: row.id, sourceId: row.source_id, urgent });
  if (!facts) {
    if (row.ordered === 'live') {
      applied.lacking.push(row.id);
      return false;
    }
    // It was ordered to end and its node does not carry it (any more): there is nothing left to stop.
    const liveAt = row.live_at?.getTime() ?? null;
    await finishSession(tx, row, {
      status: 'ENDED',
      reason: row.end_reason ?? 'USER_ENDED',
      liveAt,
      endedAt: now,
    });
    applied.ended.push(row.id);
    show(true);
    return true;
  }
  if (facts.version < row.version) applied.lacking.push(row.id);
  const newEvents = await storeEvents(tx, { sessionId: row.id, facts, applied });
  const next = applyFacts(row, facts, now);
  const over = !isOpen(next.status);
  const changed = marks.changed(row.id, facts);
  if (over || changed || marks.due(row.id, now)) {
    await saveIngest(tx, row.id, { ingest: facts.ingest, at: new Date(now) });
    const relays = facts.relays.filter(({ destinationId }) => UUID.test(destinationId));
    await saveRelayFacts(tx, row.id, relays);
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
    await becomeLive(tx, { row, next });
  }
  show(over || changed || newEvents > 0 || next.status !== row.status);
  return over;
}

async function becomeLive(
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

async function storeEvents(tx: Database, { sessionId, facts, applied }: Events): Promise<number> {
  const events = facts.events
    .filter(({ kind }) => !OWN_KINDS.includes(kind))
    .map(
      ({ id, at, kind, hop, destinationId, data }): NewEvent => ({
        ...{ id, kind, hop, data },
        at: new Date(at),
        destination_id: destinationId !== null && UUID.test(destinationId) ? destinationId : null,
      }),
    );
  applied.answer.storedEvents.push(...facts.events.map(({ id }) => id));
  return await appendEvents(tx, sessionId, events);
}

/** Events of sessions that ended meanwhile still belong on their timelines; those of unknown ones are let go. */
async function storeLateEvents(
  tx: Database,
  { snapshot, rows, applied }: { snapshot: NodeSnapshot; rows: SessionRow[]; applied: Applied },
): Promise<void> {
  const late = snapshot.sessions.filter(
    ({ sessionId, events }) => events.length > 0 && !rows.some(({ id }) => id === sessionId),
  );
  if (late.length === 0) return;
  const ids = late.map(({ sessionId }) => sessionId).filter((id) => UUID.test(id));
  const known = await knownSessionIds(tx, snapshot.nodeId, ids);
  for (const facts of late) {
    const row = known.includes(facts.sessionId) ? await lockSession(tx, facts.sessionId) : undefined;
    if (row) await storeEvents(tx, { sessionId: row.id, facts, applied });
    else applied.answer.storedEvents.push(...facts.events.map(({ id }) => id));
  }
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function nodeRow(snapshot: NodeSnapshot, now: number) {
  return {
    id: snapshot.nodeId,
    boot_id: snapshot.bootId,
    seq: snapshot.seq,
    reported_at: new Date(snapshot.at),
    heartbeat_at: new Date(now),
    control_url: snapshot.controlUrl,
    ingest_engine: snapshot.ingestEngine,
    ingest_ready: snapshot.ingestReady,
    endpoints: snapshot.endpoints,
  };
}
