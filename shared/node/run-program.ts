import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { childEnvironment } from './environment.ts';
import type { ProgramOptions } from './program-options.ts';

export interface RunOptions extends ProgramOptions {
  /** Killed after this time, in ms. */
  deadlineMs: number;
  cwd?: string;
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
