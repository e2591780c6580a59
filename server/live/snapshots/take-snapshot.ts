import type { NodeSnapshot, SnapshotAnswer } from '@neustream/shared/contracts/media-control.ts';
import type { Database } from '../../infra/database/connect.ts';
import { type Heartbeats, isNewer, lockNode, saveNode } from '../../nodes/public.ts';
import type { LiveDeps } from '../deps.ts';
import { type Counted, countOn, withTotals } from '../relays/totals.ts';
import type { FactsAt, LastFacts } from '../sessions/last-facts.ts';
import { knownSessionIds, lockOpenSessionsOfNode, lockSession, type SessionRow } from '../sessions/store.ts';
import { type Applied, applyToSession, storeEvents, UUID } from './apply-to-session.ts';
import { createSavedMarks, type SavedMarks } from './saved-marks.ts';

/** Takes a media node's snapshot: facts to the database and the screens, the answer says what it should hold. */
export function createSnapshotTaker(deps: LiveDeps): (snapshot: NodeSnapshot) => Promise<SnapshotAnswer> {
  const marks = createSavedMarks();
  return async (snapshot) => {
    const now = deps.clock();
    const taking = { snapshot, marks, lastFacts: deps.facts, heartbeats: deps.heartbeats, now };
    const applied = await deps.db.transaction((tx) => apply(tx, taking));
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

interface Taking {
  snapshot: NodeSnapshot;
  marks: SavedMarks;
  lastFacts: LastFacts;
  heartbeats: Heartbeats;
  now: number;
}

async function apply(
  tx: Database,
  { snapshot, marks, lastFacts, heartbeats, now }: Taking,
): Promise<Applied> {
  const stored = await lockNode(tx, snapshot.nodeId);
  const fresh = isNewer(stored, snapshot, now);
  if (fresh) await saveNode(tx, nodeRow(snapshot, now));
  const rows = await lockOpenSessionsOfNode(tx, snapshot.nodeId);
  const applied: Applied = {
    answer: { ack: snapshot.seq, sessions: [], storedEvents: [] },
    shown: [],
    ended: [],
    lacking: [],
    saved: [],
  };
  const heard = new Map<string, FactsAt>();
  for (const row of rows) {
    const before = lastFacts.get(row.id);
    const facts = fresh ? factsOf(row, snapshot, before?.counted ?? row.counted) : undefined;
    if (facts) heard.set(row.id, facts);
    const over = fresh && (await applyToSession(tx, { row, facts, before, marks, now, applied }));
    if (!over) applied.answer.sessions.push({ sessionId: row.id, version: row.version });
  }
  await storeLateEvents(tx, { snapshot, rows, applied });
  // While the node's row is still locked, so that a snapshot never takes the place of a newer one.
  if (fresh) heartbeats.note(snapshot.nodeId, { now, endpoints: snapshot.endpoints });
  for (const [id, facts] of heard) lastFacts.put(id, facts);
  return applied;
}

/** What the node reports of a session, counted on from before. */
function factsOf(row: SessionRow, snapshot: NodeSnapshot, before: Counted | null): FactsAt | undefined {
  const reported = snapshot.sessions.find(({ sessionId }) => sessionId === row.id);
  if (!reported) return undefined;
  const relays = reported.relays.filter(({ destinationId }) => UUID.test(destinationId));
  const session = { ...reported, relays };
  const counted = countOn(before, { bootId: snapshot.bootId, session });
  return { at: snapshot.at, session: withTotals(session, counted), counted };
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
