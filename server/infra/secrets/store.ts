import type { Database } from '../database/connect.ts';

interface Column {
  table: string;
  column: string;
}

/** Values sealed with a key of another version, ordered by their rows' ids. */
export async function listSealedWithOtherKeys(
  db: Database,
  { table, column }: Column,
  { version, after, limit }: { version: string; after: string; limit: number },
): Promise<{ id: string; sealed: string }[]> {
  const query = db(table)
    .select('id', db.ref(column).as('sealed'))
    .whereNotNull(column)
    .whereNot(column, 'like', `v1.${version}.%`)
    .orderBy('id')
    .limit(limit);
  return await (after === '' ? query : query.where('id', '>', after));
}

/** Replaces a value unless it has changed; returns how many were replaced. */
export async function replaceSealed(
  db: Database,
  { table, column }: Column,
  { id, from, to, derived }: { id: string; from: string; to: string; derived: Record<string, string> },
): Promise<number> {
  return await db(table)
    .where({ id, [column]: from })
    .update({ ...derived, [column]: to });
}
