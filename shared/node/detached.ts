import { spawn, spawnSync } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { AppError } from '../kernel/app-error.ts';
import { childEnvironment } from './environment.ts';

const LOOK_AGAIN_MS = 20;
const PS_DEADLINE_MS = 2000;

export interface DetachedOptions {
  file: string;
  args: readonly string[];
  cwd: string;
  /** Takes standard output and error. A file and not a pipe, because a pipe would break when we die. */
  logFile: string;
}

/**
 * Starts a program that lives on when this process is killed, so that the next one can adopt it.
 *
 * @returns its process id
 * @throws AppError PROGRAM_FAILED when it cannot be started
 */
export function startDetached({ file, args, cwd, logFile }: DetachedOptions): number {
  const log = openSync(logFile, 'a', 0o600);
  try {
    const child = spawn(file, args, {
      cwd,
      env: childEnvironment(),
      stdio: ['ignore', log, log],
      detached: true,
      windowsHide: true,
    });
    child.on('error', () => undefined);
    child.unref();
    if (child.pid !== undefined) return child.pid;
  } finally {
    closeSync(log);
  }
  throw new AppError({
    code: 'PROGRAM_FAILED',
    fault: 'ours',
    message: `${file} could not be started.`,
    action: 'Check that the file exists, may be executed and is made for this machine.',
  });
}

/**
 * Whether the process still runs and is the one we mean. `mark` is part of its arguments (a path of ours); where
 * the system shows them (Linux), a process that got the same id later is not mistaken for it, nor is a zombie.
 */
export function isRunning(pid: number, mark: string): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  if (process.platform !== 'linux') return true;
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(mark);
  } catch {
    return false;
  }
}

/**
 * Whether a process id that was written down earlier, perhaps before a restart of the machine, is still the one we
 * mean. Looks closer than `isRunning` where that costs a program (macOS, BSD); Windows does not tell.
 */
export function isStillOurs(pid: number, mark: string): boolean {
  if (!isRunning(pid, mark)) return false;
  if (process.platform === 'linux' || process.platform === 'win32') return true;
  const { stdout } = spawnSync('ps', ['-ww', '-o', 'command=', '-p', String(pid)], {
    encoding: 'utf8',
    env: childEnvironment(),
    timeout: PS_DEADLINE_MS,
  });
  return (stdout ?? '').includes(mark);
}

/** Ends a detached program and what it started: asks first, kills after `deadlineMs`. Settles when it is gone. */
export async function stopDetached(pid: number, mark: string, deadlineMs: number): Promise<void> {
  if (!isRunning(pid, mark)) return;
  signalGroup(pid, 'SIGTERM');
  const killAt = Date.now() + deadlineMs;
  while (isRunning(pid, mark)) {
    if (Date.now() > killAt) signalGroup(pid, 'SIGKILL');
    await pause(LOOK_AGAIN_MS);
  }
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, signal);
  } catch {
    // It ended in between.
  }
}
