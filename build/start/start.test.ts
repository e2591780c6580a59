import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { takeDataFolder } from './only-one.ts';
import { restartDelay } from './restart-delay.ts';
import { launchSettings } from './settings.ts';
import { FailedForGood, Supervised } from './supervised.ts';

const folder = mkdtempSync(join(tmpdir(), 'neustream-start-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
afterEach(() => rmSync(join(folder, 'start.lock'), { force: true }));

function program(name: string, source: string): string {
  const file = join(folder, name);
  writeFileSync(file, source);
  return file;
}

describe('a process that died', () => {
  it('is started again at once, then with growing pauses', () => {
    const pauses: number[] = [];
    let before = 0;
    for (let death = 0; death < 9; death += 1) {
      const { delayMs, inARow } = restartDelay({ before, ranMs: 100 });
      pauses.push(delayMs);
      before = inARow;
    }
    expect(pauses).toEqual([0, 250, 500, 1000, 2000, 4000, 8000, 8000, 8000]);
  });

  it('begins anew with the pauses after half a minute of health', () => {
    expect(restartDelay({ before: 7, ranMs: 30_000 })).toEqual({ delayMs: 0, inARow: 1 });
  });

  it('comes back under supervision and is not started again once it is stopped', async () => {
    const file = program(
      'well.mjs',
      'process.send({ type: "ready", pid: process.pid }); setInterval(() => {}, 1000);',
    );
    const one = new Supervised({ name: 'A program', program: file, env: process.env });
    const { pid } = await one.ready;
    one.kill('SIGKILL');
    await expect.poll(() => one.pid).not.toBe(pid);
    expect(one.restarts).toBe(1);
    await one.stop();
    expect(() => process.kill(one.pid, 0)).toThrow('ESRCH');
  });

  it('stays down after it was drained and has ended', async () => {
    const messages = "for (const type of ['ready', 'drained']) process.send({ type });";
    const file = program('drained.mjs', `${messages} process.disconnect();`);
    const { promise: drained, resolve: onDrained } = Promise.withResolvers<void>();
    const one = new Supervised({ name: 'A program', program: file, env: process.env, onDrained });
    await drained;
    expect(one.restarts).toBe(0);
    await one.stop();
  });

  it('is given up when it says before it was ready that it cannot start', async () => {
    const file = program('taken.mjs', 'console.error("Port 3000 is in use."); process.exit(1);');
    const one = new Supervised({ name: 'A program', program: file, env: process.env });
    await expect(one.ready).rejects.toThrow(FailedForGood);
    await expect(one.ready).rejects.toThrow('A program could not start. Port 3000 is in use.');
    expect(one.restarts).toBe(0);
    await one.stop();
  });
});

describe('the data folder', () => {
  it('belongs to one start at a time', () => {
    writeFileSync(join(folder, 'start.lock'), String(process.ppid));
    // Only a start counts, not any program with that process id; except on Linux, the two cannot be told apart.
    if (process.platform === 'linux') {
      takeDataFolder(folder)();
      return;
    }
    expect(() => takeDataFolder(folder)).toThrow('already running');
  });

  it('is taken over from a start that was killed', () => {
    writeFileSync(join(folder, 'start.lock'), '4194305');
    const release = takeDataFolder(folder);
    expect(readFileSync(join(folder, 'start.lock'), 'utf8')).toBe(String(process.pid));
    release();
  });

  it('that cannot be written gives a sentence with the setting', () => {
    const file = program('not-a-folder', '');
    expect(() => takeDataFolder(join(file, 'data'))).toThrow(/cannot be written \(ENOTDIR\). Set DATA_DIR/);
  });
});

describe('settings of the two processes', () => {
  it('agree on the folder and on where the API is', async () => {
    const { server, media } = await launchSettings({ PORT: '3100', HOST: '0.0.0.0' }, '/srv/neustream');
    expect(server).toMatchObject({ PORT: '3100', DATA_DIR: '/srv/neustream/data' });
    expect(media).toMatchObject({ SERVER_URL: 'http://127.0.0.1:3100', DATA_DIR: '/srv/neustream/data' });
  });

  it('have previews played where people open the pages', async () => {
    const origin = async (env: Record<string, string>) =>
      (await launchSettings({ PORT: '3100', ...env }, '/srv')).media.PAGES_ORIGIN;
    expect(await origin({})).toBe('http://127.0.0.1:3100');
    expect(await origin({ PUBLIC_URL: 'https://studio.example' })).toBe('https://studio.example');
    const pages = { PUBLIC_URL: 'https://studio.example', PAGES_ORIGIN: 'https://pages.example' };
    expect(await origin(pages)).toBe('https://pages.example');
  });

  it('turn port 0 into one port that stays over restarts', async () => {
    const { server, media } = await launchSettings({ PORT: '0', MEDIA_CONTROL_PORT: '0' }, '/srv');
    expect(Number(server.PORT)).toBeGreaterThan(0);
    expect(media.SERVER_URL).toBe(`http://127.0.0.1:${server.PORT}`);
    expect(Number(media.MEDIA_CONTROL_PORT)).toBeGreaterThan(0);
  });

  it('keep the secrets of the API from the media node', async () => {
    const secrets = { JWT_SECRET: 'a', KEY_ENCRYPTION_KEY: 'b', DATABASE_URL: 'c', DATABASE_URL_FILE: 'd' };
    const { server, media } = await launchSettings(secrets, '/srv');
    expect(server).toMatchObject(secrets);
    for (const name of Object.keys(secrets)) expect(media).not.toHaveProperty(name);
  });
});
