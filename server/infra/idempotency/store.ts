import type { Database } from '../database/connect.ts';

export interface KeptAnswer {
  id: string;
  route: string;
  request_hash: string;
  status: number | null;
  answer_enc: string | null;
  created_at: Date;
}

/** Takes a key for a call. False when it is taken already. */
export async function takeKey(
  db: Database,
  row: { id: string; user_id: string; key: string; route: string; request_hash: string; created_at: Date },
): Promise<boolean> {
  const inserted = await db('idempotency_keys')
    .insert(row)
    .onConflict(['user_id', 'key'])
    .ignore()
    .returning('id');
  return inserted.length === 1;
}

export async function findKey(db: Database, userId: string, key: string): Promise<KeptAnswer | undefined> {
  return await db('idempotency_keys').where({ user_id: userId, key }).first();
}

export async function keepAnswer(
  db: Database,
  id: string,
  answer: { status: number; answer_enc: string },
): Promise<void> {
  await db('idempotency_keys').where({ id }).update(answer);
}

export async function releaseKey(db: Database, id: string): Promise<void> {
  await db('idempotency_keys').where({ id }).delete();
}

export async function forgetKeysBefore(db: Database, instant: Date): Promise<void> {
  await db('idempotency_keys').where('created_at', '<', instant).delete();
}
