import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Secret } from '@neustream/shared/kernel/secret.ts';
import pino from 'pino';
import { expect, it, vi } from 'vitest';
import { Lanes } from './lanes.ts';

it('a lane that cannot be started is tried again, and the control process goes on', async () => {
  const parent = mkdtempSync(join(tmpdir(), 'neustream-lanes-'));
  const file = join(parent, 'file');
  writeFileSync(file, '');
  const logged: string[] = [];
  let count = 0;
  const lanes = new Lanes({
    // Nothing can be written here.
    folder: join(file, 'lanes'),
    get count() {
      return count;
    },
    launch: () => ({
      control: 'http://127.0.0.1:1',
      fingerprint: 'f',
      version: 'v',
      engine: 'builtin',
      sharesPorts: false,
    }),
    settings: () => ({}),
    laneToken: new Secret('token'),
    onEnd: () => undefined,
    mayOverlap: true,
    steady: () => performance.now(),
    log: pino({ level: 'error' }, { write: (line) => logged.push(line) }),
  });
  await expect(lanes.start()).rejects.toMatchObject({ code: 'LANE_FAILED' });
  count = 1;
  await vi.waitFor(() => expect(logged.length).toBeGreaterThan(1), { timeout: 10_000 });
  expect(logged[0]).toContain('a lane could not be started and is tried again');
  await lanes.stop();
  rmSync(parent, { recursive: true });
});
