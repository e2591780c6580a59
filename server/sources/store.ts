import type { Database } from '../infra/database/connect.ts';

export interface SourceRow {
  id: string;
  user_id: string;
  public_id: string;
  name: string;
  description: string;
  ingest_key_hash: string;
  ingest_key_enc: string;
  live_on_publish: boolean;
  /** Until then, a publish alone opens no session; null when it may. */
  publish_held_until: Date | null;
  is_active: boolean;
  created_at: Date;
}

const kept = (db: Database) => db('stream_sources').whereNull('deleted_at');

export async function listSources(db: Database, userId: string): Promise<SourceRow[]> {
  return await kept(db).where({ user_id: userId }).orderBy('created_at');
}

export async function findSource(
  db: Database,
  { userId, id }: { userId: string; id: string },
): Promise<SourceRow | undefined> {
  return await kept(db).where({ id, user_id: userId }).first();
}

export async function findSourceById(db: Database, id: string): Promise<SourceRow | undefined> {
  return await kept(db).where({ id }).first();
}

export async function findSourceByPublicId(db: Database, publicId: string): Promise<SourceRow | undefined> {
  return await kept(db).where({ public_id: publicId }).first();
}

/**
 * Locks the row against every change, but not against new rows that refer to it. Other capabilities call `lockSource`.
 */
export async function lockSourceRow(
  db: Database,
  { id, userId }: { id: string; userId?: string },
): Promise<SourceRow | undefined> {
  const own = userId === undefined ? { id } : { id, user_id: userId };
  return await kept(db).where(own).forNoKeyUpdate().first();
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
