import type { SceneCollection } from '@neustream/shared/studio/scenes.ts';
import type { Database } from '../infra/database/connect.ts';

export interface CollectionRow {
  user_id: string;
  revision: number;
  content: SceneCollection;
  saved_at: Date;
}

const TABLE = 'scene_collections';

/** The newest revision of a user's scenes. */
export async function newestCollection(db: Database, userId: string): Promise<CollectionRow | undefined> {
  return await db<CollectionRow>(TABLE).where({ user_id: userId }).orderBy('revision', 'desc').first();
}

export async function findRevision(
  db: Database,
  { userId, revision }: { userId: string; revision: number },
): Promise<CollectionRow | undefined> {
  return await db<CollectionRow>(TABLE).where({ user_id: userId, revision }).first();
}

/** Adds a revision. False when it exists: somebody else was first. */
export async function insertRevision(db: Database, { content, ...row }: CollectionRow): Promise<boolean> {
  const inserted = await db(TABLE)
    .insert({ ...row, content: JSON.stringify(content) })
    .onConflict(['user_id', 'revision'])
    .ignore()
    .returning('revision');
  return inserted.length > 0;
}

/** Removes all but the newest revisions. */
export async function forgetRevisions(
  db: Database,
  { userId, upTo }: { userId: string; upTo: number },
): Promise<void> {
  await db(TABLE).where({ user_id: userId }).where('revision', '<=', upTo).delete();
}

/** The revisions of a user's scenes, newest first. */
export async function listRevisions(
  db: Database,
  userId: string,
): Promise<{ revision: number; saved_at: Date; scenes: number }[]> {
  return await db(TABLE)
    .where({ user_id: userId })
    .orderBy('revision', 'desc')
    .select('revision', 'saved_at', db.raw(`jsonb_array_length(content -> 'scenes') as scenes`));
}
