import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isRunning } from '@neustream/shared/node/pids.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrateDown } from './infra/database/migrate.ts';
import { TestClient } from './testing/test-client.ts';
import { startTestServer } from './testing/test-server.ts';

const MIGRATE = fileURLToPath(new URL('migrate.ts', import.meta.url));
let dataDir = '';

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'neustream-migrate-'));
});
afterAll(() => rm(dataDir, { recursive: true, force: true }));

/** Runs the program as `npm run migrate` does. */
const migrate = () =>
  new Promise<{ failed: boolean; said: string }>((resolve) => {
    execFile(process.execPath, [MIGRATE], { env: { DATA_DIR: dataDir } }, (error, stdout, stderr) =>
      resolve({ failed: error !== null, said: `${stdout}${stderr}` }),
    );
  });

describe('migrating', () => {
  it('without a server starts the database and stops it again', async () => {
    const first = await migrate();
    expect(first).toEqual({ failed: false, said: expect.stringMatching(/^Applied: 001-accounts, /m) });
    const folder = join(dataDir, 'postgres');
    await expect(readFile(join(folder, 'postmaster.pid'))).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('beside a running server uses its database, brings it up to date and leaves it running', async () => {
    await using test = await startTestServer({ DATA_DIR: dataDir });
    const user = await TestClient.register(test.url);
    const { db, postgres } = test.server;
    const pid = postgres?.pid ?? 0;
    // This connection stays open throughout, and would break if the database were stopped.
    await db.transaction(async (held) => {
      const undone = await migrateDown(db);
      expect(await migrate()).toEqual({ failed: false, said: expect.stringContaining(`Applied: ${undone}`) });
      expect((await held.raw('select 1 as one')).rows).toEqual([{ one: 1 }]);
    });
    expect(await migrate()).toEqual({ failed: false, said: 'The database is up to date.\n' });
    expect([postgres?.pid, isRunning(pid)]).toEqual([pid, true]);
    expect((await user.try('me', {})).status).toBe(200);
  });
});
