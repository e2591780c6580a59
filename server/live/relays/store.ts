import type { RelayFacts } from '@neustream/shared/live/facts.ts';
import type { RelayReasonCode, RelayStatus } from '@neustream/shared/live/relay.ts';
import { OPEN_SESSION_STATUSES } from '@neustream/shared/live/session.ts';
import type { Database } from '../../infra/database/connect.ts';
import type { RelayCounters } from './totals.ts';

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

/** A relay with its destination, as plans and screens need it. */
export interface RelayWithDestination extends RelayRow {
  name: string;
  rtmp_url: string;
  /** Null once the destination was deleted. */
  stream_key_enc: string | null;
  username: string | null;
  password_enc: string | null;
  audio_track: number | null;
}

/** Relays of a session in the order of its destinations, without those that were removed. */
export async function listRelays(db: Database, sessionId: string): Promise<RelayWithDestination[]> {
  return await withDestination(db, sessionId).whereNull('session_relays.removed_at');
}

/** The same including those that were removed, for reports. */
export async function listAllRelays(db: Database, sessionId: string): Promise<RelayWithDestination[]> {
  return await withDestination(db, sessionId);
}

const DESTINATION_COLUMNS = [
  'name',
  'rtmp_url',
  'stream_key_enc',
  'username',
  'password_enc',
  'audio_track',
].map((name) => `d.${name}`);

const withDestination = (db: Database, sessionId: string) =>
  db('session_relays')
    .join('source_destinations as d', 'd.id', 'session_relays.destination_id')
    .where({ session_id: sessionId })
    .orderBy(['d.position', 'd.id'])
    .select('session_relays.*', ...DESTINATION_COLUMNS);

/** Those of these destinations that a session sends to, or has sent to. */
export async function relayIds(db: Database, sessionId: string, ids: readonly string[]): Promise<string[]> {
  return await db('session_relays')
    .where({ session_id: sessionId })
    .whereIn('destination_id', ids)
    .pluck('destination_id');
}

export async function findRelay(
  db: Database,
  sessionId: string,
  destinationId: string,
): Promise<RelayRow | undefined> {
  return await db('session_relays').where({ session_id: sessionId, destination_id: destinationId }).first();
}

/** Adds destinations to a session, including any that were removed from it before. */
export async function putRelays(
  db: Database,
  sessionId: string,
  destinations: readonly { id: string; platform: string }[],
): Promise<void> {
  if (destinations.length === 0) return;
  const rows = destinations.map(({ id, platform }) => ({
    session_id: sessionId,
    destination_id: id,
    platform,
    status: 'CONNECTING',
    error_code: 'SOURCE_ABSENT',
    paused: false,
    removed_at: null,
  }));
  await db('session_relays').insert(rows).onConflict(['session_id', 'destination_id']).merge();
}

export async function changeRelay(
  db: Database,
  { sessionId, destinationId }: { sessionId: string; destinationId: string },
  change: Partial<Pick<RelayRow, 'paused' | 'removed_at' | 'retry_requests' | 'status' | 'error_code'>>,
): Promise<void> {
  await db('session_relays').where({ session_id: sessionId, destination_id: destinationId }).update(change);
}

/** How many destinations a user sends to, or is about to, across all sessions that should be live. */
export async function countLiveRelays(db: Database, userId: string): Promise<number> {
  const row = await db('session_relays')
    .join('stream_sessions as s', 's.id', 'session_relays.session_id')
    .where({ 's.user_id': userId, 's.desired': 'live' })
    .whereIn('s.status', OPEN_SESSION_STATUSES)
    .whereNull('removed_at')
    .count<{ count: number }>()
    .first();
  return row?.count ?? 0;
}

/** Stores the state that the node reported for a session's relays, in one statement. */
export async function saveRelayFacts(
  db: Database,
  sessionId: string,
  relays: readonly (RelayFacts & { destinationId: string })[],
): Promise<void> {
  if (relays.length === 0) return;
  await db.raw(
    `update session_relays r set
       status = f.status, error_code = f."reasonCode", error_message = f.detail, attempts = f.attempts,
       next_retry_at = to_timestamp(f."nextRetryAt" / 1000.0), live_since = to_timestamp(f."liveSince" / 1000.0),
       queued_bytes = f."queuedBytes"
     from jsonb_to_recordset(?::jsonb) as f(
       "destinationId" uuid, status text, "reasonCode" text, detail text, attempts integer,
       "nextRetryAt" bigint, "liveSince" bigint, "queuedBytes" bigint)
     where r.session_id = ? and r.destination_id = f."destinationId" and r.removed_at is null`,
    [JSON.stringify(relays), sessionId],
  );
}

/** Stores totals of a session's relays, including those that were removed from it. */
export async function saveRelayTotals(
  db: Database,
  sessionId: string,
  totals: readonly (RelayCounters & { destinationId: string })[],
): Promise<void> {
  if (totals.length === 0) return;
  await db.raw(
    `update session_relays r set
       bytes_sent = t."bytesSent", bytes_acked = t."bytesAcked", frames_dropped = t."framesDropped"
     from jsonb_to_recordset(?::jsonb) as t(
       "destinationId" uuid, "bytesSent" bigint, "bytesAcked" bigint, "framesDropped" bigint)
     where r.session_id = ? and r.destination_id = t."destinationId"`,
    [JSON.stringify(totals), sessionId],
  );
}

/** Nothing is being sent any more, whatever was reported last. */
export async function closeRelays(db: Database, sessionId: string): Promise<void> {
  await db('session_relays')
    .where({ session_id: sessionId })
    .whereNot({ status: 'DISCONNECTED' })
    .update({ status: 'DISCONNECTED', error_code: 'SESSION_ENDED', next_retry_at: null, queued_bytes: 0 });
}
