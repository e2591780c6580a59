import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { describe, expect, it, vi } from 'vitest';
import { startDetached, stopDetached } from './detached.ts';
import { childEnvironment } from './environment.ts';
import { readLines } from './lines.ts';
import { isOurs, isStillOurs } from './pids.ts';
import { startPipedChild } from './piped-child.ts';
import { redactLine } from './redact-line.ts';

describe('lines of other programs', () => {
  it.each([
    ['rtmp://h/live/p1?key=SECRET reading', 'rtmp://h/live/p1?key=*** reading'],
    ['GET /x?a=1&token=SECRET&b=2', 'GET /x?a=1&token=***&b=2'],
    ['streamid=publish:live/p1abcd:user:SECRET refused', 'streamid=publish:live/p1abcd:*** refused'],
    ["path 'live/p1abcd/SECRET' is not configured", "path 'live/p1abcd/***' is not configured"],
    ['Authorization: Bearer SECRET', 'Authorization: Bearer ***'],
  ])('lose their secrets: %s', (line, redacted) => {
    expect(redactLine(line)).toBe(redacted);
  });

  it('lose control and direction characters and are cut', () => {
    expect(redactLine(`a\u001b[31mb\u202ec${'x'.repeat(5000)}`)).toHaveLength(2000 - 2);
  });

  it('come one by one, also when a program never ends one', async () => {
    const lines: string[] = [];
    readLines(Readable.from(['one\ntw', 'o\r', 'x'.repeat(9000)]), (line) => lines.push(line));
    await vi.waitFor(() => expect(lines.map((line) => line.length)).toEqual([3, 3, 2000]));
  });
});

describe('child processes', () => {
  it('see nothing of our environment but what they need', () => {
    expect(childEnvironment({ PATH: '/bin', MEDIA_NODE_TOKEN: 'SECRET', DATABASE_URL: 'SECRET' })).toEqual({
      PATH: '/bin',
    });
  });

  it('that ignore being asked to end are killed', async () => {
    const lines: string[] = [];
    const stubborn = `process.on('SIGTERM', () => {}); process.stderr.write('up\\n'); setInterval(() => {}, 1000)`;
    const child = startPipedChild({
      file: process.execPath,
      args: ['-e', stubborn],
      onLine: (line) => lines.push(line),
    });
    await vi.waitFor(() => expect(lines).toEqual(['up']), { timeout: 5000 });
    await child.stop();
    expect((await child.exited).signal).toBe('SIGKILL');
  }, 10_000);

  it('that cannot be started say so and do not throw', async () => {
    const child = startPipedChild({ file: '/nowhere/ffmpeg', args: [], onLine: () => undefined });
    expect((await child.exited).startProblem).toBe('ENOENT');
  });

  it('that are detached are known again by their arguments and stopped', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'neustream-detached-'));
    const logFile = join(folder, 'log');
    const mark = join(folder, 'mark');
    const program = `console.log('up'); setInterval(() => {}, 1000)`;
    const { pid } = startDetached({
      file: process.execPath,
      args: ['-e', program, mark],
      cwd: folder,
      logFile,
    });
    await vi.waitFor(() => expect(readFileSync(logFile, 'utf8')).toBe('up\n'), { timeout: 5000 });
    expect(isOurs(pid, mark)).toBe(true);
    expect(isStillOurs(pid, mark)).toBe(true);
    if (process.platform === 'linux') expect(isOurs(pid, '/another/mark')).toBe(false);
    if (process.platform !== 'win32') expect(isStillOurs(pid, '/another/mark')).toBe(false);
    await stopDetached(pid, mark, 2000);
    expect(isOurs(pid, mark)).toBe(false);
    rmSync(folder, { recursive: true });
  }, 10_000);

  it('is killed where it cannot be asked, also without being given time', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'neustream-detached-'));
    const mark = join(folder, 'mark');
    const program = 'setInterval(() => {}, 1000)';
    for (const deadlineMs of [0, 50]) {
      const { pid, exited } = startDetached({
        file: process.execPath,
        args: ['-e', program, mark],
        cwd: folder,
        logFile: join(folder, 'log'),
      });
      await vi.waitFor(() => expect(isOurs(pid, mark)).toBe(true));
      process.kill(pid, 'SIGSTOP');
      await stopDetached(pid, mark, deadlineMs);
      expect(isOurs(pid, mark)).toBe(false);
      await exited;
    }
    rmSync(folder, { recursive: true });
  }, 10_000);
});
