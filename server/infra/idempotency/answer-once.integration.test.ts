import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SOURCE_ROUTES } from '@neustream/shared/sources/routes.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DatabaseLine, startDatabaseLine } from '../../testing/database-line.ts';
import type { FakeNode } from '../../testing/fake-node.ts';
import { TestClient } from '../../testing/test-client.ts';
import { startTestServer, type TestServer } from '../../testing/test-server.ts';
import { type EmbeddedPostgres, runEmbeddedPostgres } from '../database/embedded/embedded.ts';
import type { Handler } from '../http/handler.ts';
import { createLog } from '../log.ts';

const opened = new AsyncDisposableStack();
const now = { ahead: 0 };
let postgres: EmbeddedPostgres;
let line: DatabaseLine;
let test: TestServer;
let node: FakeNode;

beforeAll(async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'neustream-once-'));
  opened.defer(() => rm(dataDir, { recursive: true, force: true }));
  postgres = opened.use(await runEmbeddedPostgres({ dataDir, port: 0, log: createLog('silent') }));
  line = opened.use(await startDatabaseLine(postgres.address.port));
  const { user, password, database } = postgres.address;
  const DATABASE_URL = `postgres://${user}:${password.reveal()}@127.0.0.1:${line.port}/${database}`;
  test = opened.use(await startTestServer({ DATABASE_URL }, { clock: () => Date.now() + now.ahead }));
  node = await test.startNode();
});
afterAll(() => opened.disposeAsync());

const newKey = () => ({ 'idempotency-key': randomUUID() });
const countSources = async (user: TestClient) => (await user.call('listSources', {})).sources.length;

describe('a request with an Idempotency-Key is done once', () => {
  it('when the database goes away after the commit, before anybody knows of it', async () => {
    const user = await TestClient.register(test.url);
    const key = newKey();
    const create = () => user.try('createSource', { body: { name: 'Main' } }, key);
    line.breakAfterCommitOf('insert into "stream_sources"');
    const first = await create();
    expect([first.status, first.body.code]).toEqual([503, 'DATABASE_UNAVAILABLE']);
    const again = await create();
    expect([again.status, again.headers.get('idempotency-replayed')]).toEqual([201, 'true']);
    expect(await countSources(user)).toBe(1);
    expect(again.body).toMatchObject({ ingest_key: expect.any(String) });
  });

  it('when its answer cannot be kept: then neither the answer nor the work is there', async () => {
    const user = await TestClient.register(test.url);
    const { db } = test.server;
    await db.raw(`
      create function refuse() returns trigger language plpgsql as $$ begin raise 'no'; end $$;
      create trigger refuse before insert or update on idempotency_keys for each row
        when (new.answer_enc is not null) execute function refuse()`);
    const key = newKey();
    const create = () => user.try('createSource', { body: { name: 'Main' } }, key);
    expect((await create()).status).toBe(500);
    await db.raw('drop trigger refuse on idempotency_keys; drop function refuse()');
    expect(await countSources(user)).toBe(0);
    now.ahead += 61_000;
    expect((await create()).status).toBe(201);
    expect(await countSources(user)).toBe(1);
  });

  it('when fifty of it come at the same time', async () => {
    await node.snapshot();
    const user = await TestClient.register(test.url);
    const { sourceId } = await user.sourceWith(1);
    const key = newKey();
    const goLive = () => user.try('goLive', { params: { sourceId }, body: {} }, key);
    const answers = await Promise.all(Array.from({ length: 50 }, goLive));
    const codes = new Set(answers.map(({ status, body }) => (status === 201 ? 'done' : body.code)));
    expect([...codes].filter((code) => code !== 'REQUEST_UNDER_WAY')).toEqual(['done']);
    const done = answers.filter(({ status }) => status === 201);
    expect(done.filter(({ headers }) => headers.get('idempotency-replayed') === null)).toHaveLength(1);
    expect(new Set(done.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    const last = await goLive();
    expect([last.status, last.body]).toEqual([201, done[0]?.body]);
    expect(await test.server.db('stream_sessions').where({ source_id: sourceId })).toHaveLength(1);
  });

  it('when what has to follow fails, and the plan reaches the node nevertheless', async () => {
    const user = await TestClient.register(test.url);
    await node.snapshot();
    const { sourceId } = await user.sourceWith(1);
    const key = newKey();
    node.refuse(true);
    const first = await user.try('goLive', { params: { sourceId }, body: {} }, key);
    node.refuse(false);
    const again = await user.try('goLive', { params: { sourceId }, body: {} }, key);
    expect([first.status, again.status, again.body]).toEqual([201, 201, first.body]);
    const { session } = await user.call('currentSession', { params: { sourceId } });
    await expect
      .poll(async () => {
        await node.snapshot();
        return node.plan(session?.id ?? '')?.sessionId;
      })
      .toBe(session?.id);
  });
});

describe('a request that failed', () => {
  it('keeps nothing, so that the same key may be tried again', async () => {
    const user = await TestClient.register(test.url);
    const key = newKey();
    const missing = await user.try('goLive', { params: { sourceId: randomUUID() }, body: {} }, key);
    expect(missing.status).toBe(404);
    expect((await user.try('createSource', { body: { name: 'Main' } }, key)).status).toBe(201);
    const other = await user.try('createSource', { body: { name: 'Other' } }, key);
    expect([other.status, other.body.code]).toEqual([422, 'IDEMPOTENCY_KEY_REUSED']);
  });
});

describe('what is kept of an answer', () => {
  it('is sealed', async () => {
    const user = await TestClient.register(test.url);
    const { body } = await user.try('createSource', { body: { name: 'Main' } }, newKey());
    const { ingest_key } = body as unknown as { ingest_key: string };
    const kept = await test.server.db('idempotency_keys').select('*');
    expect(kept.length).toBeGreaterThan(0);
    expect(ingest_key.length).toBeGreaterThan(6);
    expect(JSON.stringify(kept)).not.toContain(ingest_key);
  });
});

it('a handler of such a route that keeps no answer does not compile', () => {
  const answer = { ingest_key: '', ingest: { rtmp: null, rtmps: null, srt: null, whip: null } };
  // @ts-expect-error: it has to be what `once` returns
  const forgetful: Handler<typeof SOURCE_ROUTES.rotateIngestKey> = async () => answer;
  expect(forgetful).toBeTypeOf('function');
});
