import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { childEnvironment } from './environment.ts';

export interface RunOptions {
  file: string;
  /** Must not contain a secret: every user of the machine can read it. */
  args: readonly string[];
  /** File that its output is appended to. */
  logFile: string;
  /** Killed after this time, in ms. */
  deadlineMs: number;
  cwd?: string;
  /** The allow-listed part of our own environment unless given. */
  env?: Record<string, string>;
  /** The user it runs as; ourselves unless given. */
  user?: { uid: number; gid: number } | null;
}

/**
 * Runs a program to its end, in its own process group, so that a terminal's Ctrl-C does not interrupt it.
 * @returns its exit code; null when a signal or the deadline ended it
 * @throws the system's error when it cannot be started or its log cannot be opened
 */
export async function runProgram(options: RunOptions): Promise<number | null> {
  const { file, args, logFile, deadlineMs, cwd, env = childEnvironment(), user } = options;
  const log = openSync(logFile, 'a', 0o600);
  const { promise, resolve, reject } = Promise.withResolvers<number | null>();
  try {
    // Passes the file descriptor itself, so that a full disk does not end the program.
    const child = spawn(file, args, {
      ...(user ?? {}),
      cwd,
      env,
      stdio: ['ignore', log, log],
      detached: process.platform !== 'win32',
      timeout: deadlineMs,
      killSignal: 'SIGKILL',
      windowsHide: true,
    });
    child.once('error', reject);
    child.once('close', resolve);
    return await promise;
  } finally {
    closeSync(log);
  }
}
