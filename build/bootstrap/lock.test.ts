import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { withLock } from './lock.mjs';

/** No process has this id: Linux and macOS stop well below it. */
const DEAD = 2 ** 30;

describe('a lock', () => {
  let folder = '';
  let lock = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'lock-'));
    lock = join(folder, 'install.lock');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('lets one work at a time and is gone afterwards', async () => {
    let inside = 0;
    let most = 0;
    const work = async () => {
      inside += 1;
      most = Math.max(most, inside);
      await new Promise(setImmediate);
      inside -= 1;
    };
    await Promise.all([1, 2, 3].map(() => withLock(lock, 'another is at work', work)));
    expect(most).toBe(1);
    expect(existsSync(lock)).toBe(false);
  });

  it('of a dead process is taken over', async () => {
    writeFileSync(lock, JSON.stringify({ host: hostname(), pids: [DEAD] }));
    expect(await withLock(lock, 'another is at work', async () => 'done')).toBe('done');
  });

  it('holds as long as the helper lives that was started under it', async () => {
    await withLock(lock, 'another is at work', async ({ alsoHeldBy }) => {
      alsoHeldBy(4242);
      expect(JSON.parse(readFileSync(lock, 'utf8')).pids).toEqual([process.pid, 4242]);
    });
  });

  it('is freed when the work fails', async () => {
    const failing = withLock(lock, 'another is at work', () => Promise.reject(new Error('no network')));
    await expect(failing).rejects.toThrow('no network');
    expect(existsSync(lock)).toBe(false);
  });
});
