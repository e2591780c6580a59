import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { Child } from './child.ts';
import { dataDirProblem, ensureDataDir } from './data-dir.ts';
import { findProgram } from './find-program.ts';
import { isRunning, isTaken } from './pids.ts';
import { freePort, freePorts } from './ports.ts';
import { runProgram } from './run-program.ts';
import { open, seal } from './sealing.ts';
import { secretInFile } from './secret-file.ts';
import { uuidOfName, uuidV7 } from './uuid.ts';

const folder = mkdtempSync(join(tmpdir(), 'neustream-floor-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a secret in a file', () => {
  it('is made once, however many ask at the same time, and is for our user only', async () => {
    const file = join(folder, 'secret');
    const secrets = await Promise.all([secretInFile(file), secretInFile(file), secretInFile(file)]);
    expect(new Set(secrets.map((secret) => secret.reveal()))).toEqual(new Set([readFileSync(file, 'utf8')]));
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('may be one that the operator wrote, with a line’s end', async () => {
    const file = join(folder, 'given');
    writeFileSync(file, 'a secret of the operator\n');
    expect((await secretInFile(file)).reveal()).toBe('a secret of the operator');
  });

  it('is never made anew over a file that lost it', async () => {
    const file = join(folder, 'lost');
    writeFileSync(file, '');
    await expect(secretInFile(file)).rejects.toMatchObject({ code: 'SECRET_FILE_EMPTY' });
    expect(readFileSync(file, 'utf8')).toBe('');
  });

  it('that cannot be kept says which setting to change', async () => {
    await expect(secretInFile('/dev/null/secret')).rejects.toMatchObject({ code: 'DATA_DIR_UNWRITABLE' });
  });
});

describe('the data folder', () => {
  it('says by the system’s code whether the disk is full or the folder closed', async () => {
    const failure = (code: string) => Object.assign(new Error('words that may change'), { code });
    expect(dataDirProblem('/data', failure('ENOSPC'))).toMatchObject({ code: 'DISK_FULL' });
    expect(dataDirProblem('/data', failure('EROFS'))).toMatchObject({ code: 'DATA_DIR_UNWRITABLE' });
    expect(dataDirProblem('/data', failure('EMFILE'))).toBeNull();
    await expect(ensureDataDir('/dev/null/data')).rejects.toMatchObject({ code: 'DATA_DIR_UNWRITABLE' });
  });
});

describe('sealed bytes', () => {
  const key = randomBytes(32);

  it('open with the same key in the same context only', () => {
    const sealed = seal(key, 'a stream key', 'row 1');
    expect(open(key, sealed, 'row 1').toString()).toBe('a stream key');
    expect(() => open(key, sealed, 'row 2')).toThrow();
    expect(() => open(randomBytes(32), sealed, 'row 1')).toThrow();
  });

  it('do not open when one of them was changed, or when they are cut', () => {
    const sealed = seal(key, 'a stream key', '');
    for (let at = 0; at < sealed.length; at += 1) {
      const changed = Buffer.from(sealed);
      changed.writeUInt8(sealed.readUInt8(at) ^ 1, at);
      expect(() => open(key, changed, '')).toThrow();
    }
    expect(() => open(key, sealed.subarray(0, 8), '')).toThrow();
  });
});

describe('ports', () => {
  it('that are free are all different and can be listened on', async () => {
    const ports = await freePorts(20);
    expect(new Set(ports).size).toBe(20);
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(ports[0], '127.0.0.1', resolve));
    expect(await freePort()).not.toBe(ports[0]);
    server.close();
  });
});

describe('programs', () => {
  it('are found on the PATH, in further folders and by their path, when they may be run', () => {
    const file = join(folder, 'a-program');
    writeFileSync(file, '#!/bin/sh\n');
    expect(findProgram(file)).toBeNull();
    chmodSync(file, 0o700);
    expect(findProgram(file)).toBe(file);
    expect(findProgram('a-program')).toBeNull();
    expect(findProgram('a-program', [folder])).toBe(file);
    expect(findProgram(folder)).toBeNull();
  });

  it('that are run to their end give their code and leave what they said', async () => {
    const logFile = join(folder, 'run.log');
    const run = (args: string[], deadlineMs = 5000) =>
      runProgram({ file: process.execPath, args, logFile, deadlineMs });
    expect(await run(['-e', 'console.log("said"); process.exitCode = 3'])).toBe(3);
    expect(readFileSync(logFile, 'utf8')).toBe('said\n');
    expect(await run(['-e', 'setInterval(() => {}, 1000)'], 200)).toBeNull();
    await expect(
      runProgram({ file: '/nowhere/initdb', args: [], logFile, deadlineMs: 5000 }),
    ).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('of ours that ignore being asked to end are killed after their time', async () => {
    const program = 'process.on("SIGTERM", () => {}); process.send("up"); setInterval(() => {}, 1000)';
    const child = new Child({
      name: 'A program',
      file: process.execPath,
      args: ['-e', program],
      messages: true,
    });
    await child.message((message) => (message === 'up' ? true : undefined), 5000);
    expect(isRunning(child.pid)).toBe(true);
    expect(await child.stop('SIGTERM', 100)).toEqual({ code: null, signal: 'SIGKILL' });
    expect(isTaken(child.pid)).toBe(false);
  });

  it('of ours that cannot be started say so', async () => {
    const child = new Child({ name: 'A program', file: '/nowhere/program', args: [] });
    expect(await child.exited).toEqual({ code: null, signal: null });
    expect(child.lastOutput).toContain('ENOENT');
  });
});

describe('ids', () => {
  it('sort by the millisecond they were made in', () => {
    expect(uuidV7(1_700_000_000_000)).toMatch(/^018bcfe5-6800-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect([uuidV7(3), uuidV7(1), uuidV7(2)].sort().map((id) => id.slice(0, 13))).toEqual([
      '00000000-0001',
      '00000000-0002',
      '00000000-0003',
    ]);
  });

  it('of a name stay the same over versions of the product', () => {
    expect(uuidOfName('a')).toBe('ca978112-ca1b-8dca-bac2-31b39a23dc4d');
  });
});
