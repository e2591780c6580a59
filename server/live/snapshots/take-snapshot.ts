import type {
  NodeSession,
  NodeSnapshot,
  ReadSnapshot,
  SnapshotAnswer,
} from '@neustream/shared/contracts/media-control.ts';
import { isNewer, lockNode, type NodeRow, saveNode } from '../../nodes/public.ts';
import type { LiveDeps } from '../deps.ts';
import { listHeldByNode, listOpenSessionsOfNode, type OpenSession } from '../sessions/store.ts';
import { mapAtMost } from './at-most.ts';
import { storeLateEvents } from './events.ts';
import type { Outcome } from './outcome.ts';
import { createSavedMarks, type SavedMarks } from './saved-marks.ts';
import { takeSession } from './take-session.ts';

/** How many sessions of a snapshot are written at the same time: most connections stay free for people. */
const WRITTEN_AT_ONCE = 4;

/**
 * Applies a media node's snapshot: facts go to the database and the screens, and the answer says what the node should
 * hold.
 */
export function createSnapshotTaker(deps: LiveDeps): (snapshot: ReadSnapshot) => Promise<SnapshotAnswer> {
  const marks = createSavedMarks();
  const lastOfNode = new Map<string, Promise<unknown>>();
  return (snapshot) => {
    // One per node at a time, so that an older one never continues counting from a newer one.
    const before = lastOfNode.get(snapshot.nodeId) ?? Promise.resolve();
    const taken = before.then(() => take(deps, marks, snapshot));
    lastOfNode.set(
      snapshot.nodeId,
      taken.catch(() => undefined),
    );
    return taken;
  };
}

async function take(deps: LiveDeps, marks: SavedMarks, snapshot: ReadSnapshot): Promise<SnapshotAnswer> {
  const now = deps.clock();
  const fresh = await takeNode(deps, snapshot, now);
  const open = await listOpenSessionsOfNode(deps.db, snapshot.nodeId);
  const readable = withoutRefused(deps, snapshot, open);
  const reported = new Map(snapshot.sessions.map((session) => [session.sessionId, session]));
  const taking = (row: OpenSession) => ({ row, reported: reported.get(row.id), snapshot, marks, now });
  const outcomes = fresh
    ? await mapAtMost(WRITTEN_AT_ONCE, readable, async (row) => {
        const outcome = await takeSession(deps, taking(row));
        follow(deps, marks, { row, outcome, now });
        return outcome;
      })
    : [];
  const closed = closedSessions(snapshot, open);
  const late = await storeLateEvents(deps, snapshot.nodeId, closed);
  return {
    ack: snapshot.seq,
    // Queried last, so that a session opened in the meantime is not dropped.
    sessions: await listHeldByNode(deps.db, snapshot.nodeId),
    storedEvents: [...outcomes.flatMap(({ storedEvents }) => storedEvents), ...late],
    ...(snapshot.refused.length > 0 ? { refused: snapshot.refused } : {}),
  };
}

/** The sessions of the snapshot that could not be parsed: the node still holds those, unchanged. */
function withoutRefused({ log }: LiveDeps, { nodeId, refused }: ReadSnapshot, open: readonly OpenSession[]) {
  if (refused.length === 0) return open;
  log.warn(
    { nodeId, refused },
    'A node’s report about some sessions could not be read; the others were applied.',
  );
  const ids = new Set(refused.map(({ sessionId }) => sessionId));
  return open.filter(({ id }) => !ids.has(id));
}

/** Stores what the snapshot says about the node itself; false when a newer one has already been stored. */
async function takeNode(deps: LiveDeps, snapshot: NodeSnapshot, now: number): Promise<boolean> {
  return await deps.db.transaction(async (tx) => {
    const stored = await lockNode(tx, snapshot.nodeId);
    if (!isNewer(stored, snapshot, now)) return false;
    await saveNode(tx, nodeRow(snapshot, now));
    deps.heartbeats.note(snapshot.nodeId, { now, endpoints: snapshot.endpoints });
    return true;
  });
}

interface Taken {
  row: OpenSession;
  outcome: Outcome;
  now: number;
}

/** What follows in this process once a session's facts are committed. */
function follow(deps: LiveDeps, marks: SavedMarks, { row, outcome, now }: Taken): void {
  if (outcome.facts) deps.facts.put(row.id, outcome.facts);
  if (outcome.saved && outcome.facts) marks.saved(row.id, outcome.facts.session, now);
  if (outcome.over) {
    deps.facts.forget(row.id);
    marks.forget(row.id);
  }
  if (outcome.show) {
    deps.status.announce({ id: row.id, sourceId: row.source_id }, { urgent: outcome.show === 'at once' });
  }
  if (outcome.lacking) void deps.plans.send(row.id);
}

function closedSessions({ sessions }: NodeSnapshot, open: readonly OpenSession[]): NodeSession[] {
  const ids = new Set(open.map(({ id }) => id));
  return sessions.filter(({ sessionId, events }) => events.length > 0 && !ids.has(sessionId));
}

function nodeRow(snapshot: NodeSnapshot, now: number): NodeRow {
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
    version: snapshot.version,
    draining: snapshot.draining,
    lanes: snapshot.lanes,
  };
}
