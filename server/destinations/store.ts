import type { Database } from '../infra/database/connect.ts';

export interface DestinationRow {
  id: string;
  source_id: string;
  platform: string;
  name: string;
  rtmp_url: string;
  stream_key_enc: string;
  username: string | null;
  /** Null without a user name. */
  password_enc: string | null;
  /** Counted from 0; null for all of them. */
  audio_track: number | null;
  position: number;
  is_active: boolean;
  created_at: Date;
}

const kept = (db: Database) => db('source_destinations').whereNull('source_destinations.deleted_at');

export async function listDestinations(
  db: Database,
  sourceIds: readonly string[],
): Promise<DestinationRow[]> {
  return await kept(db).whereIn('source_id', sourceIds).orderBy(['position', 'id']);
}

export async function countBySource(
  db: Database,
  sourceIds: readonly string[],
): Promise<{ source_id: string; count: number }[]> {
  return await kept(db)
    .whereIn('source_id', sourceIds)
    .groupBy('source_id')
    .select('source_id', db.raw('count(*)::int as count'));
}

/** A destination of one of the user's own sources. */
export async function findDestination(
  db: Database,
  { userId, id }: { userId: string; id: string },
): Promise<DestinationRow | undefined> {
  return await kept(db)
    .join('stream_sources', 'stream_sources.id', 'source_destinations.source_id')
    .where({ 'source_destinations.id': id, 'stream_sources.user_id': userId })
    .first('source_destinations.*');
}

export async function insertDestination(db: Database, row: DestinationRow): Promise<void> {
  await db('source_destinations').insert(row);
}

export async function nextPosition(db: Database, sourceId: string): Promise<number> {
  const row = await kept(db).where({ source_id: sourceId }).max('position as last').first();
  return (row?.last ?? -1) + 1;
}

export async function changeDestination(
  db: Database,
  id: string,
  change: Partial<Omit<DestinationRow, 'id' | 'source_id' | 'platform' | 'created_at'>>,
): Promise<void> {
  if (Object.keys(change).length > 0) await kept(db).where({ id }).update(change);
}

/** Deletes destinations: their keys and passwords are gone at once, the rows stay for the reports of past sessions. */
export async function deleteDestinations(
  db: Database,
  where: { id: string } | { source_id: string },
  now: Date,
): Promise<void> {
  const secrets = { stream_key_enc: null, username: null, password_enc: null };
  await kept(db)
    .where(where)
    .update({ ...secrets, deleted_at: now, is_active: false });
}
