import type { IngestFacts } from '@neustream/shared/live/facts.ts';
import {
  type DesiredSessionState,
  OPEN_SESSION_STATUSES,
  type SessionEndReason,
  type SessionStatus,
} from '@neustream/shared/live/session.ts';
import type { Database } from '../../infra/database/connect.ts';
import type { Counts } from '../relays/totals.ts';

export interface SessionRow {
  id: string;
  user_id: string;
  source_id: string;
  node_id: string | null;
  desired: DesiredSessionState;
  status: SessionStatus;
  title: string;
  quality: string | null;
  /** Version of the plan. */
  version: number;
  publish_token_hash: string;
  play_token_enc: string | null;
  ingest: IngestFacts | null;
  /** Totals of the session, and the run counters already included in them; null before the first facts. */
  totals: Counts['totals'] | null;
  run_counters: Counts['run'] | null;
  started_at: Date;
  live_at: Date | null;
  ended_at: Date | null;
  end_reason: SessionEndReason | null;
  /** When it will end because its encoder exceeds the plan's quality; null while it does not. */
  quality_ends_at: Date | null;
  /** What is left of the plan's grace for that, in ms; null while none of it was used. */
  quality_grace_left_ms: number | null;
  /** When the stored facts were current. */
  facts_at: Date;
}

const OPEN: readonly SessionStatus[] = OPEN_SESSION_STATUSES;

export function isOpen(status: SessionStatus): boolean {
  return OPEN.includes(status);
}

export async function insertSession(db: Database, row: SessionRow): Promise<void> {
  await db('stream_sessions').insert(row);
}

export async function findSession(db: Database, id: string): Promise<SessionRow | undefined> {
  return await db('stream_sessions').where({ id }).first();
}

export async function findOwnSession(
  db: Database,
  { userId, id }: { userId: string; id: string },
): Promise<SessionRow | undefined> {
  return await db('stream_sessions').where({ id, user_id: userId }).first();
}

export async function findOpenSession(db: Database, sourceId: string): Promise<SessionRow | undefined> {
  return await db('stream_sessions').where({ source_id: sourceId }).whereIn('status', OPEN).first();
}

/** The open session of a source, locked. */
export async function lockOpenSession(db: Database, sourceId: string): Promise<SessionRow | undefined> {
  return await db('stream_sessions')
    .where({ source_id: sourceId })
    .whereIn('status', OPEN)
    .forUpdate()
    .first();
}

export async function listOpenSessionsOfSources(
  db: Database,
  sourceIds: readonly string[],
): Promise<Pick<SessionRow, 'id' | 'source_id' | 'status'>[]> {
  return await db('stream_sessions')
    .whereIn('source_id', sourceIds)
    .whereIn('status', OPEN)
    .select('id', 'source_id', 'status');
}

export async function lockSession(db: Database, id: string): Promise<SessionRow | undefined> {
  return await db('stream_sessions').where({ id }).forUpdate().first();
}

const OPEN_SESSION_COLUMNS = [
  ...(['id', 'user_id', 'source_id', 'node_id', 'desired', 'status', 'version'] as const),
  ...([
    'started_at',
    'live_at',
    'ended_at',
    'end_reason',
    'quality_ends_at',
    'quality_grace_left_ms',
  ] as const),
];
/** An open session without its facts, which are large. */
export type OpenSession = Pick<SessionRow, (typeof OPEN_SESSION_COLUMNS)[number]>;

/** Open sessions of a node, ordered by id. */
export async function listOpenSessionsOfNode(db: Database, nodeId: string): Promise<OpenSession[]> {
  return await db('stream_sessions')
    .where({ node_id: nodeId })
    .whereIn('status', OPEN)
    .orderBy('id')
    .select(OPEN_SESSION_COLUMNS);
}

/** Sessions that a node should hold, and the versions of their plans. */
export async function listHeldByNode(
  db: Database,
  nodeId: string,
): Promise<{ sessionId: string; version: number }[]> {
  return await db('stream_sessions')
    .where({ node_id: nodeId })
    .whereIn('status', OPEN)
    .orderBy('id')
    .select('id as sessionId', 'version');
}

/** How many open sessions each node carries, by its id. */
export async function countOpenByNode(db: Database): Promise<Map<string, number>> {
  const rows: { node_id: string; count: number }[] = await db('stream_sessions')
    .whereIn('status', OPEN)
    .whereNotNull('node_id')
    .groupBy('node_id')
    .select('node_id', db.raw('count(*)::int as count'));
  return new Map(rows.map(({ node_id, count }) => [node_id, count]));
}

/** Ids of those sessions that this node carries or has carried. */
export async function knownSessionIds(
  db: Database,
  nodeId: string,
  ids: readonly string[],
): Promise<string[]> {
  return await db('stream_sessions').where({ node_id: nodeId }).whereIn('id', ids).pluck('id');
}

export async function listOpenSessions(db: Database): Promise<OpenSession[]> {
  return await db('stream_sessions').whereIn('status', OPEN).orderBy('id').select(OPEN_SESSION_COLUMNS);
}

export type SessionChange = Partial<
  Omit<SessionRow, 'id' | 'user_id' | 'source_id' | 'ingest' | 'totals' | 'run_counters'>
>;

export async function changeSession(db: Database, id: string, change: SessionChange): Promise<void> {
  if (Object.keys(change).length > 0) await db('stream_sessions').where({ id }).update(change);
}

/** Raises the version of the plan, so that it is sent. */
export async function raiseVersion(db: Database, id: string): Promise<void> {
  await db('stream_sessions').where({ id }).increment('version');
}

export async function saveIngest(
  db: Database,
  id: string,
  { ingest, counts, at }: { ingest: IngestFacts; counts: Counts; at: Date },
): Promise<void> {
  const facts = {
    ingest: JSON.stringify(ingest),
    totals: JSON.stringify(counts.totals),
    run_counters: JSON.stringify(counts.run),
    facts_at: at,
  };
  await db('stream_sessions').where({ id }).update(facts);
}
