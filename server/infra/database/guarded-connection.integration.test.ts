import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLog } from '../log.ts';
import { type Database, openDatabase } from './connect.ts';
import { type EmbeddedPostgres, runEmbeddedPostgres } from './embedded/embedded.ts';
import { isDatabaseGone } from './errors.ts';

const log = createLog('silent');
let dataDir = '';
let postgres: EmbeddedPostgres;
let db: Database;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'neustream-guard-'));
  postgres = await runEmbeddedPostgres({ dataDir, port: 0, log });
  db = openDatabase(postgres.address, log, { silenceMs: 400 });
  await db.raw('create table notes (text text)');
});
afterAll(async () => {
  await db.destroy();
  await postgres[Symbol.asyncDispose]();
  await rm(dataDir, { recursive: true, force: true });
});

const backendOf = async (on: Database): Promise<number> =>
  (await on.raw('select pg_backend_pid() as pid')).rows[0].pid;
const failureOf = (work: PromiseLike<unknown>) =>
  work.then(
    () => null,
    (error: unknown) => error,
  );
const seenAgain = async (pid: number) => {
  const pids: number[] = [];
  for (let count = 0; count < 20; count += 1) pids.push(await backendOf(db));
  return pids.includes(pid);
};

describe('a query that takes longer than it may', () => {
  it('fails as an unavailable database, and its connection is never handed out again', async () => {
    const pid = await backendOf(db);
    const failure = await failureOf(db.raw('select pg_sleep(60)'));
    expect(isDatabaseGone(failure)).toBe(true);
    expect(await seenAgain(pid)).toBe(false);
  });

  it('ends its transaction with nothing written, and the next query is in no foreign transaction', async () => {
    let pid = 0;
    const work = db.transaction(async (tx) => {
      pid = await backendOf(tx);
      await tx('notes').insert({ text: 'never' });
      await tx.raw('select pg_sleep(60)');
    });
    expect(isDatabaseGone(await failureOf(work))).toBe(true);
    expect(await seenAgain(pid)).toBe(false);
    expect(await db('notes').where({ text: 'never' })).toEqual([]);
    await db('notes').insert({ text: 'kept' });
    const other = openDatabase(postgres.address, log);
    expect(await other('notes').pluck('text')).toEqual(['kept']);
    await other.destroy();
  });

  it('does not hold the connection that was asked directly, as rate limits do', async () => {
    const connection = await db.client.acquireConnection();
    const failure = await failureOf(connection.query({ text: 'select pg_sleep(60)' }));
    await db.client.releaseConnection(connection);
    expect(isDatabaseGone(failure)).toBe(true);
    expect(await seenAgain(connection.processID)).toBe(false);
  });
});

describe('what is wrong with a query itself', () => {
  it('is not taken for an unavailable database, and keeps the connection', async () => {
    const pid = await backendOf(db);
    const endless: Record<string, unknown> = {};
    endless.self = endless;
    const mistakes = [
      () => db.raw('select nothing from nowhere'),
      () => db('notes').insert({ missing: 1 }),
      () => db('notes').insert({ text: endless }),
    ];
    for (const mistake of mistakes) {
      const failure = await failureOf(mistake());
      expect([failure instanceof Error, isDatabaseGone(failure)]).toEqual([true, false]);
    }
    expect(await seenAgain(pid)).toBe(true);
  });
});
