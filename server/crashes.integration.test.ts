import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isRunning } from '@neustream/shared/node/pids.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrateDown, migrateUp } from './infra/database/migrate.ts';
import { CONNECTING, type FakeNode, WAITING } from './testing/fake-node.ts';
import { TestClient } from './testing/test-client.ts';
import { startTestServer, type TestServer } from './testing/test-server.ts';

let dataDir = '';
let test: TestServer;
let node: FakeNode;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'neustream-crash-'));
  test = await startTestServer({ DATA_DIR: dataDir });
  node = await test.startNode();
});
afterAll(async () => {
  await test[Symbol.asyncDispose]();
  await rm(dataDir, { recursive: true, force: true });
});

describe('when the database is killed while live', () => {
  it('callers get 503, it is back within 5 s, and nothing is lost', async () => {
    const user = await TestClient.register(test.url);
    const { sourceId, destinationIds } = await user.sourceWith(1);
    const { session } = await user.call('goLive', { params: { sourceId }, body: {} });
    const relay = { ...CONNECTING, destinationId: destinationIds[0] ?? '', status: 'LIVE' as const };
    node.report(session.id, {
      ingest: { ...WAITING, status: 'publishing' },
      relays: [{ ...relay, liveSince: Date.now() }],
    });
    await node.snapshot();

    const pid = test.server.postgres?.pid ?? 0;
    process.kill(pid, 'SIGKILL');
    const killedAt = Date.now();
    // A killed postmaster's children may still finish what they are doing.
    const away = async () => {
      const { status, body } = await user.try('getSession', { params: { id: session.id } });
      return [status, body.code, (await node.snapshot()).status];
    };
    await expect.poll(away, { interval: 10 }).toEqual([503, 'DATABASE_UNAVAILABLE', 503]);
    await expect.poll(async () => (await node.snapshot()).status, { timeout: 5_000 }).toBe(200);
    expect(Date.now() - killedAt).toBeLessThan(5_000);
    await expect.poll(() => test.server.postgres?.pid).not.toBe(pid);
    const view = await user.call('getSession', { params: { id: session.id } });
    expect(view).toMatchObject({ status: 'LIVE', node_reachable: true, relays: [{ status: 'LIVE' }] });
  });
});

describe('when the API goes and comes back', () => {
  it('sessions are as the node tells (property 10), also one that ended meanwhile', async () => {
    const user = await TestClient.register(test.url);
    const { sourceId } = await user.sourceWith(1);
    const { session } = await user.call('goLive', { params: { sourceId }, body: {} });
    await test.server.close();
    test = await startTestServer({ DATA_DIR: dataDir });
    const again = await test.startNode();
    expect(again.id).not.toBe(node.id);
    user.url = test.url;
    const before = await user.call('getSession', { params: { id: session.id } });
    expect(before).toMatchObject({ status: 'STARTING' });
    const ended = {
      sessionId: session.id,
      runId: 'another run',
      version: 1,
      ingest: WAITING,
      relays: [],
      events: [],
    };
    const { answer } = await again.snapshot({
      nodeId: node.id,
      bootId: 'another run',
      sessions: [{ ...ended, endedReason: 'ENCODER_GONE', endedAt: Date.now() }],
    });
    expect(answer.sessions.map((held) => held.sessionId)).not.toContain(session.id);
    const after = await user.call('getSession', { params: { id: session.id } });
    expect(after).toMatchObject({ status: 'ENDED', end_reason: 'ENCODER_GONE' });
  });

  it('a database that a killed API left running is taken over and stopped in the end', async () => {
    const pid = test.server.postgres?.pid ?? 0;
    const second = await startTestServer({ DATA_DIR: dataDir });
    expect(second.server.postgres?.pid).toBe(pid);
    await second[Symbol.asyncDispose]();
    expect(isRunning(pid)).toBe(false);
    await expect.poll(() => fetch(`${test.url}/readyz`).then(({ status }) => status)).toBe(200);
  });
});

describe('starting', () => {
  it('says in one sentence that a port is taken, and by which setting to change it', async () => {
    const { port } = new URL(test.url);
    await expect(startTestServer({ PORT: port })).rejects.toMatchObject({
      code: 'PORT_TAKEN',
      message: `Port ${port} on 127.0.0.1 is taken by another program.`,
      action: 'Set PORT to another port; 0 picks a free one.',
    });
  });

  it('says in one sentence that the data folder cannot be written', async () => {
    await expect(startTestServer({ DATA_DIR: '/dev/null/data' })).rejects.toMatchObject({
      code: 'DATA_DIR_UNWRITABLE',
    });
  });
});

describe('secrets stay secret (property 1)', () => {
  it('no key or token is in plain text in the database or in the log', async () => {
    const fresh = await test.startNode();
    const user = await TestClient.register(test.url, 'canary-password-1');
    const { sourceId, ingest_key } = await user.sourceWith(2);
    const { ingest } = await user.call('goLive', { params: { sourceId }, body: {} });
    await user.try('createDestination', {
      params: { id: sourceId },
      body: { stream_key: 'canary-key-9' } as never,
    });
    await fresh.snapshot();
    const [, publishToken] = ingest.rtmp?.stream_key.split('?key=') ?? [];
    const { preview } = await user.call('currentSession', { params: { sourceId } });
    const secrets = ['canary-', ingest_key, publishToken, preview?.token, user.token, user.refreshToken];
    const { db } = test.server;
    const tables: string[] = await db('pg_tables').where({ schemaname: 'public' }).pluck('tablename');
    const dump = JSON.stringify(await Promise.all(tables.map((table) => db(table).select('*'))));
    expect(dump).toContain(user.email);
    expect(tables.length).toBeGreaterThan(12);
    for (const secret of secrets) {
      expect(secret?.length).toBeGreaterThan(6);
      expect(dump).not.toContain(secret);
      expect(test.logged()).not.toContain(secret);
    }
  });
});

describe('migrations', () => {
  it('can each be taken back and applied again, which gives the same database', async () => {
    const { db } = test.server;
    const schema = async () => {
      const tables = await db.raw(`select table_name, column_name, data_type, is_nullable, column_default
        from information_schema.columns where table_schema = 'public' order by 1, 2`);
      const indexes = await db.raw(`select indexdef from pg_indexes where schemaname = 'public' order by 1`);
      const triggers =
        await db.raw(`select tgname, tgrelid::regclass::text from pg_trigger where not tgisinternal
        order by 1, 2`);
      return [tables.rows, indexes.rows, triggers.rows];
    };
    const whole = await schema();
    for (let depth = 1; ; depth += 1) {
      const undone: string[] = [];
      for (let step = 0; step < depth; step += 1) undone.unshift((await migrateDown(db)) ?? '');
      expect(await migrateUp(db)).toEqual(undone.filter((name) => name !== ''));
      expect(await schema()).toEqual(whole);
      if (undone.includes('')) break;
    }
  });
});
