import type { Database } from '../database/connect.ts';

export interface KeyRow {
  id: string;
  user_id: string;
  key: string;
  route: string;
  request_hash: string;
  status: number;
  answer_enc: string;
  created_at: Date;
}

interface WhichKey {
  userId: string;
  key: string;
}

/** Holds a key until the transaction ends, however it ends. False when another transaction holds it. */
export async function lockKey(tx: Database, { userId, key }: WhichKey): Promise<boolean> {
  const { rows } = await tx.raw('select pg_try_advisory_xact_lock(hashtextextended(?, 0)) as taken', [
    `idempotency ${userId} ${key}`,
  ]);
  return rows[0].taken;
}

export async function findKey(db: Database, { userId, key }: WhichKey): Promise<KeyRow | undefined> {
  return await db('idempotency_keys').where({ user_id: userId, key }).first();
}

export async function insertKey(tx: Database, row: KeyRow): Promise<void> {
  await tx('idempotency_keys').insert(row);
}

export async function forgetKeysBefore(db: Database, instant: Date): Promise<void> {
  await db('idempotency_keys').where('created_at', '<', instant).delete();
}
