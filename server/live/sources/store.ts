import type { SessionStatus } from '@neustream/shared/live/session.ts';
import type { Database } from '../../infra/database/connect.ts';

export interface SourceRow {
  id: string;
  user_id: string;
  public_id: string;
  name: string;
  description: string;
  ingest_key_hash: string;
  ingest_key_enc: string;
  live_on_publish: boolean;
  /** Until then a publish alone opens no session; null when it may. */
  publish_held_until: Date | null;
  is_active: boolean;
  created_at: Date;
}

export interface SourceWithFacts extends SourceRow {
  destinations_count: number;
  session_id: string | null;
  session_status: SessionStatus | null;
}

const kept = (db: Database) => db('stream_sources').whereNull('stream_sources.deleted_at');

const withFacts = (db: Database) =>
  kept(db)
    .leftJoin('stream_sessions as open', (join) =>
      join.on('open.source_id', 'stream_sources.id').onIn('open.status', ['STARTING', 'LIVE', 'ENDING']),
    )
    .select(
      'stream_sources.*',
      'open.id as session_id',
      'open.status as session_status',
      db('source_destinations')
        .whereRaw('source_id = stream_sources.id and deleted_at is null')
        .count()
        .as('destinations_count'),
    );

export async function listSources(db: Database, userId: string): Promise<SourceWithFacts[]> {
  return await withFacts(db).where('stream_sources.user_id', userId).orderBy('stream_sources.created_at');
}

export async function findSource(
  db: Database,
  { userId, id }: { userId: string; id: string },
): Promise<SourceWithFacts | undefined> {
  return await withFacts(db).where({ 'stream_sources.id': id, 'stream_sources.user_id': userId }).first();
}

export async function findSourceById(db: Database, id: string): Promise<SourceRow | undefined> {
  return await kept(db).where({ id }).first();
}

export async function findSourceByPublicId(db: Database, publicId: string): Promise<SourceRow | undefined> {
  return await kept(db).where({ public_id: publicId }).first();
}

export async function insertSource(db: Database, row: SourceRow): Promise<void> {
  await db('stream_sources').insert(row);
}

export async function changeSource(
  db: Database,
  id: string,
  change: Partial<
    Pick<
      SourceRow,
      | 'name'
      | 'description'
      | 'is_active'
      | 'live_on_publish'
      | 'publish_held_until'
      | 'ingest_key_hash'
      | 'ingest_key_enc'
    >
  >,
): Promise<void> {
  if (Object.keys(change).length > 0) await kept(db).where({ id }).update(change);
}

/** Deletes a source: its key is gone at once, the row stays for past sessions and the month's hours. */
export async function deleteSource(db: Database, id: string, now: Date): Promise<void> {
  const gone = { deleted_at: now, ingest_key_hash: null, ingest_key_enc: null, is_active: false };
  await kept(db).where({ id }).update(gone);
}
