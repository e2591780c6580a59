import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestClient } from '../../testing/test-client.ts';
import { startTestServer, type TestServer } from '../../testing/test-server.ts';

const PASSWORD = 'correct horse battery';
let test: TestServer;
let user: TestClient;
let sourceId = '';

beforeAll(async () => {
  test = await startTestServer({}, { databaseSilenceMs: 600 });
  await test.startNode();
  user = await TestClient.register(test.url);
  sourceId = (await user.sourceWith(1)).sourceId;
});
afterAll(() => test[Symbol.asyncDispose]());

const postmaster = () => test.server.postgres!;

/** Somebody else's connection to the same database. */
async function outsider(): Promise<pg.Client> {
  const { password, ...address } = postmaster().address;
  const client = new pg.Client({ ...address, password: password.reveal() });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

/** Ends every connection that the server has open, so that it has to make new ones. Returns how many there were. */
async function endConnectionsOfServer(admin: pg.Client, outsiders: readonly pg.Client[]): Promise<number> {
  const own = outsiders.map((client) => Reflect.get(client, 'processID'));
  const { rowCount } = await admin.query(
    `select pg_terminate_backend(pid, 2000) from pg_stat_activity
      where backend_type = 'client backend' and pid <> pg_backend_pid() and not pid = any($1)`,
    [own],
  );
  return rowCount ?? 0;
}

const READS = () => [user.try('me', {}), user.try('listSources', {})];
const WRITES = () => [
  user.try('createSource', { body: { name: 'Another' } }, { 'idempotency-key': randomUUID() }),
  user.try('goLive', { params: { sourceId }, body: {} }),
  user.try('register', {
    body: { email: `${randomUUID()}@b.example`, password: PASSWORD, display_name: 'B' },
  }),
  user.try('login', { body: { email: user.email, password: PASSWORD } }),
];
const CALLS = () => [...READS(), ...WRITES()];

/** Enough calls at once to fill the pool. */
async function answersTo(calls: typeof CALLS) {
  const answers = await Promise.all([calls, calls, calls, calls].flatMap((call) => call()));
  return answers.map(({ status, body, headers }) =>
    status < 500 ? 'fine' : `${status} ${body.code} ${Number(headers.get('retry-after')) > 0}`,
  );
}

const AWAY = '503 DATABASE_UNAVAILABLE true';
const untilItIsBack = () =>
  expect.poll(() => user.try('me', {}).then(({ status }) => status), { timeout: 15_000 }).toBe(200);

describe('every answer is 503 with Retry-After while the database', () => {
  it('is frozen, on connections that were open as on new ones', async () => {
    const admin = await outsider();
    const { rows } = await admin.query<{ pid: number }>('select pid from pg_stat_activity');
    await admin.end();
    const pids = [postmaster().pid, ...rows.map(({ pid }) => pid)];
    for (const pid of pids) signal(pid, 'SIGSTOP');
    try {
      expect(new Set(await answersTo(CALLS))).toEqual(new Set([AWAY]));
    } finally {
      for (const pid of pids) signal(pid, 'SIGCONT');
    }
    await untilItIsBack();
  });

  it('was killed and is not back yet', async () => {
    process.kill(postmaster().pid, 'SIGKILL');
    const answers = new Set(await answersTo(CALLS));
    expect(answers).toContain(AWAY);
    answers.delete('fine');
    expect(answers).toEqual(new Set([AWAY]));
    await untilItIsBack();
  });

  it('has no connection left for us', async () => {
    await using crowd = new AsyncDisposableStack();
    const admin = await outsider();
    crowd.defer(() => admin.end());
    const outsiders: pg.Client[] = [admin];
    do {
      const next = await outsider().catch(() => null);
      if (next === null) continue;
      outsiders.push(next);
      crowd.defer(() => next.end());
    } while ((await endConnectionsOfServer(admin, outsiders)) > 0 || outsiders.length < 60);
    expect(new Set(await answersTo(CALLS))).toEqual(new Set([AWAY]));
    await crowd[Symbol.asyncDispose]();
    await untilItIsBack();
  });

  it('is shutting down and takes nobody new', async () => {
    const admin = await outsider();
    signal(postmaster().pid, 'SIGTERM');
    await expect
      .poll(() =>
        outsider().then(
          () => '',
          (error) => error.code,
        ),
      )
      .toBe('57P03');
    await endConnectionsOfServer(admin, []);
    expect(new Set(await answersTo(CALLS))).toEqual(new Set([AWAY]));
    await admin.end();
    await untilItIsBack();
  });

  it('is recovering from a crash of its own', async () => {
    const admin = await outsider();
    const { rows } = await admin.query<{ pid: number }>('select pg_backend_pid() as pid');
    signal(rows[0]!.pid, 'SIGKILL');
    const answers = new Set(await answersTo(CALLS));
    answers.delete('fine');
    expect([...answers].every((answer) => answer === AWAY)).toBe(true);
    await untilItIsBack();
  });

  it('takes no writing, as a standby does', async () => {
    const admin = await outsider();
    await admin.query('alter database neustream set default_transaction_read_only = on');
    await endConnectionsOfServer(admin, []);
    expect(new Set(await answersTo(READS))).toEqual(new Set(['fine']));
    expect(new Set(await answersTo(WRITES))).toEqual(new Set([AWAY]));
    await admin.query('alter database neustream reset default_transaction_read_only');
    await endConnectionsOfServer(admin, []);
    await admin.end();
  });
});

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // A backend that has ended since.
  }
}
