import { Secret } from '@neustream/shared/kernel/secret.ts';
import { uuidV7 } from '@neustream/shared/node/uuid.ts';
import type { Database } from '../database/connect.ts';
import { transact, type Work } from '../database/transaction.ts';
import { conflict, unprocessable } from '../http/problem.ts';
import type { SealedColumn } from '../secrets/rewrap.ts';
import type { Vault } from '../secrets/vault.ts';
import { findKey, insertKey, type KeyRow, lockKey } from './store.ts';

const SEALED = { table: 'idempotency_keys', column: 'answer_enc' };

/** Stored answers are encrypted, because they may contain keys. */
export const IDEMPOTENCY_SEALED_COLUMNS: readonly SealedColumn[] = [SEALED];

/** An answer that was committed together with the work it reports. Only `answerOnce` makes them. */
export class KeptAnswer<A> {
  // A private member gives the class a type that no other object has.
  readonly #answer: A;
  /** Whether an earlier call did the work. */
  readonly repeated: boolean;

  constructor(answer: A, repeated: boolean) {
    this.#answer = answer;
    this.repeated = repeated;
  }

  get answer(): A {
    return this.#answer;
  }
}

/** What distinguishes one call from another. */
export interface RepeatableCall {
  userId: string;
  key: string;
  /** Method and path. */
  route: string;
  body: unknown;
  status: number;
}

export interface IdempotencyDeps {
  db: Database;
  vault: Vault;
  clock: () => number;
}

/**
 * Does the work once per key, in one transaction that also keeps its answer: whatever fails, either both are stored or
 * neither is. A repeat receives the first answer. Without a key (null) the work is simply done.
 * @throws Problem 422 when the key was used for something else, 409 while the first call is in progress
 */
export async function answerOnce<A>(
  { db, vault, clock }: IdempotencyDeps,
  call: RepeatableCall | null,
  work: (under: Work) => Promise<A>,
): Promise<KeptAnswer<A>> {
  if (call === null) return new KeptAnswer(await transact(db, work), false);
  const { userId, key, route, status } = call;
  const hashes = vault.lookupHashes(`${route}\n${JSON.stringify(call.body ?? null)}`);
  return await transact(db, async (under) => {
    if (!(await lockKey(under.tx, { userId, key }))) throw underWay();
    const kept = await findKey(under.tx, { userId, key });
    if (kept) return new KeptAnswer(replay<A>(kept, hashes, vault), true);
    const answer = await work(under);
    const id = uuidV7();
    const answer_enc = vault.seal(new Secret(JSON.stringify(answer ?? null)), { ...SEALED, row: id });
    const row = { id, user_id: userId, key, route, request_hash: hashes[0], created_at: new Date(clock()) };
    await insertKey(under.tx, { ...row, status, answer_enc });
    return new KeptAnswer(answer, false);
  });
}

function replay<A>(kept: KeyRow, hashes: readonly string[], vault: Vault): A {
  if (!hashes.includes(kept.request_hash)) {
    throw unprocessable({
      code: 'IDEMPOTENCY_KEY_REUSED',
      message: 'This Idempotency-Key was used for a different request.',
      action: 'Use a new key for each request.',
    });
  }
  return JSON.parse(vault.open(kept.answer_enc, { ...SEALED, row: kept.id }).reveal());
}

function underWay() {
  return conflict(
    {
      code: 'REQUEST_UNDER_WAY',
      message: 'The same request is still in progress.',
      action: 'Wait a second and send it again with the same Idempotency-Key.',
    },
    { 'Retry-After': '1' },
  );
}
