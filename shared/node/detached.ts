import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { AppError } from '../kernel/app-error.ts';
import { childEnvironment } from './environment.ts';
import { isOurs } from './pids.ts';
import type { ProgramOptions } from './program-options.ts';

const LOOK_AGAIN_MS = 20;
/** One that was killed is gone within this time, unless we may not signal it. In ms. */
const KILLED_WITHIN_MS = 2000;

export interface DetachedOptions extends ProgramOptions {
  cwd: string;
  /** Empties the log first, instead of appending to it. */
  freshLog?: boolean;
}

/** A program that keeps running when this process is killed, so that the next one can adopt it. */
export interface Detached {
  readonly pid: number;
  /** Settles when it ends, if that happens while we run; never rejects. */
  readonly exited: Promise<void>;
}

/**
 * Starts a program that outlives us, in its own process group, so that a terminal's Ctrl-C does not reach it.
 * @throws AppError `PROGRAM_FAILED` when it cannot be started
 */
export function startDetached({
  file,
  args,
  cwd,
  logFile,
  freshLog = false,
  env = childEnvironment(),
  user,
}: DetachedOptions): Detached {
  const log = openSync(logFile, freshLog ? 'w' : 'a', 0o600);
  try {
    const child = spawn(file, args, {
      ...(user ?? {}),
      cwd,
      env,
      stdio: ['ignore', log, log],
      detached: true,
      windowsHide: true,
    });
    const exited = new Promise<void>((resolve) => {
      child.once('error', () => resolve());
      child.once('exit', () => resolve());
    });
    child.unref();
    if (child.pid !== undefined) return { pid: child.pid, exited };
  } finally {
    closeSync(log);
  }
  throw new AppError({
    code: 'PROGRAM_FAILED',
    fault: 'ours',
    message: `${file} could not be started.`,
    action: 'Check that the file exists, is executable and was built for this kind of machine.',
  });
}

/**
 * Ends a detached program and its child processes: asks first, and kills after `deadlineMs`, which may be 0. Settles once
 * it has ended.
 */
export async function stopDetached(pid: number, mark: string, deadlineMs: number): Promise<void> {
  if (!isOurs(pid, mark)) return;
  signalGroup(pid, 'SIGTERM');
  const killAt = Date.now() + deadlineMs;
  // One that we may not signal, such as another user's, stays whatever we do.
  const giveUpAt = killAt + KILLED_WITHIN_MS;
  while (isOurs(pid, mark) && Date.now() < giveUpAt) {
    if (Date.now() >= killAt) signalGroup(pid, 'SIGKILL');
    await pause(LOOK_AGAIN_MS);
  }
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, signal);
  } catch {
    // It ended in the meantime.
  }
}
