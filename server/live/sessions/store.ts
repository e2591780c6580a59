import type { IngestFacts } from '@neustream/shared/live/facts.ts';
import type { RelayReasonCode, RelayStatus } from '@neustream/shared/live/relay.ts';
import {
  OPEN_SESSION_STATUSES,
  type SessionEndReason,
  type SessionOrder,
  type SessionStatus,
} from '@neustream/shared/live/session.ts';
import type { Database } from '../../infra/database/connect.ts';
import type { Counted } from '../relays/totals.ts';

export interface SessionRow {
  id: string;
  user_id: string;
  source_id: string;
  node_id: string | null;
  ordered: SessionOrder;
  status: SessionStatus;
  title: string;
  quality: string | null;
  /** Version of the plan. */
  version: number;
  publish_token_hash: string;
  play_token_enc: string | null;
  ingest: IngestFacts | null;
  /** Behind the totals that are stored of the session and its relays. */
  counted: Counted | null;
  started_at: Date;
  live_at: Date | null;
  ended_at: Date | null;
  end_reason: SessionEndReason | null;
  /** When the stored facts were true. */
  facts_at: Date;
}

export interface RelayRow {
  session_id: string;
  destination_id: string;
  platform: string;
  paused: boolean;
  retry_requests: number;
  removed_at: Date | null;
  status: RelayStatus;
  error_code: RelayReasonCode | null;
  error_message: string | null;
  attempts: number;
  next_retry_at: Date | null;
  live_since: Date | null;
  bytes_sent: number;
  bytes_acked: number;
  frames_dropped: number;
  queued_bytes: number;
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

export async function lockSession(db: Database, id: string): Promise<SessionRow | undefined> {
  return await db('stream_sessions').where({ id }).forUpdate().first();
}

/** Open sessions of a node, locked in the order of their ids. */
export async function lockOpenSessionsOfNode(db: Database, nodeId: string): Promise<SessionRow[]> {
  return await db('stream_sessions')
    .where({ node_id: nodeId })
    .whereIn('status', OPEN)
    .orderBy('id')
    .forUpdate();
}

/** Ids of those of the sessions that this node carries or carried. */
export async function knownSessionIds(
  db: Database,
  nodeId: string,
  ids: readonly string[],
): Promise<string[]> {
  return await db('stream_sessions').where({ node_id: nodeId }).whereIn('id', ids).pluck('id');
}

export async function listOpenSessions(db: Database): Promise<SessionRow[]> {
  return await db('stream_sessions').whereIn('status', OPEN).orderBy('id');
}

export type SessionChange = Partial<Omit<SessionRow, 'id' | 'user_id' | 'source_id' | 'ingest' | 'counted'>>;

export async function changeSession(db: Database, id: string, change: SessionChange): Promise<void> {
  if (Object.keys(change).length > 0) await db('stream_sessions').where({ id }).update(change);
}

/** Raises the version of the plan, which makes it be sent. */
export async function raiseVersion(db: Database, id: string): Promise<void> {
  await db('stream_sessions').where({ id }).increment('version');
}

export async function saveIngest(
  db: Database,
  id: string,
  { ingest, counted, at }: { ingest: IngestFacts; counted: Counted; at: Date },
): Promise<void> {
  const facts = { ingest: JSON.stringify(ingest), counted: JSON.stringify(counted), facts_at: at };
  await db('stream_sessions').where({ id }).update(facts);
}
