import { Secret } from '@neustream/shared/kernel/secret.ts';
import { uuidV7 } from '@neustream/shared/node/uuid.ts';
import type { Database } from '../database/connect.ts';
import { conflict, unprocessable } from '../http/problem.ts';
import type { SealedColumn } from '../secrets/rewrap.ts';
import type { Vault } from '../secrets/vault.ts';
import { findKey, type KeptAnswer, keepAnswer, releaseKey, takeKey } from './store.ts';

/** A call that never came to an end, because its process died, holds its key no longer than this, in ms. */
const ABANDONED_AFTER_MS = 60_000;

/** What is kept of answers is encrypted, because they may hold keys. */
export const IDEMPOTENCY_SEALED_COLUMNS: readonly SealedColumn[] = [
  { table: 'idempotency_keys', column: 'answer_enc' },
];

export interface RepeatableCall {
  userId: string;
  key: string;
  /** Method and path. */
  route: string;
  body: unknown;
  status: number;
  work: () => Promise<unknown>;
}

/**
 * Does the work once per key: a repeat gets the first answer, which is kept encrypted because it may hold a key.
 * @throws Problem 422 when the key was used for something else, 409 while the first call is under way
 */
export async function once(
  { db, vault, now }: { db: Database; vault: Vault; now: () => number },
  { userId, key, route, body, status, work }: RepeatableCall,
): Promise<{ answer: unknown; repeated: boolean }> {
  const hashes = vault.lookupHashes(`${route}\n${JSON.stringify(body ?? null)}`);
  const id = uuidV7();
  const row = { id, user_id: userId, key, route, request_hash: hashes[0], created_at: new Date(now()) };
  if (!(await takeKey(db, row))) {
    const kept = await findKey(db, userId, key);
    if (kept && isFinished(kept)) return { answer: replay(kept, hashes, vault), repeated: true };
    if (kept && now() - kept.created_at.getTime() < ABANDONED_AFTER_MS) throw underWay();
    if (kept) await releaseKey(db, kept.id);
    if (!(await takeKey(db, row))) throw underWay();
  }
  const answer = await work().catch(async (error: unknown) => {
    await releaseKey(db, id).catch(() => undefined);
    throw error;
  });
  const answer_enc = vault.seal(new Secret(JSON.stringify(answer ?? null)), placeOf(id));
  // The work is done, so its answer is given also when it cannot be kept; the key then stays taken for a while.
  await keepAnswer(db, id, { status, answer_enc }).catch(() => undefined);
  return { answer, repeated: false };
}

function placeOf(id: string) {
  return { table: 'idempotency_keys', row: id, column: 'answer_enc' };
}

type Finished = KeptAnswer & { answer_enc: string };

function isFinished(kept: KeptAnswer): kept is Finished {
  return kept.answer_enc !== null;
}

function replay(kept: Finished, hashes: readonly string[], vault: Vault): unknown {
  if (!hashes.includes(kept.request_hash)) {
    throw unprocessable({
      code: 'IDEMPOTENCY_KEY_REUSED',
      message: 'This Idempotency-Key was used for a different request.',
      action: 'Use a new key for each request.',
    });
  }
  return JSON.parse(vault.open(kept.answer_enc, placeOf(kept.id)).reveal());
}

function underWay() {
  return conflict(
    {
      code: 'REQUEST_UNDER_WAY',
      message: 'The same request is being worked on.',
      action: 'Wait a second and send it again with the same Idempotency-Key.',
    },
    { 'Retry-After': '1' },
  );
}
