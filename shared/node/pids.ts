import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { childEnvironment } from './environment.ts';

const PS_DEADLINE_MS = 2000;

/** Whether any process has this id: also another user's, and one that ended and that nobody has reaped yet. */
export function isTaken(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** Whether a process runs: one that ended and that nobody has reaped yet does not. */
export function isRunning(pid: number): boolean {
  return isTaken(pid) && !isUnreaped(pid);
}

/**
 * Whether the process runs and is the one we mean. `mark` is part of its arguments (a path of ours); where the system
 * shows them as a file (Linux), a process that got the same id later is not mistaken for it. Elsewhere only the id
 * counts, and whether it is a process of this user.
 */
export function isOurs(pid: number, mark: string): boolean {
  if (process.platform === 'linux') return read(`/proc/${pid}/cmdline`).includes(mark);
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/**
 * Whether a process id that was written down earlier, perhaps before a restart of the machine, is still the one we
 * mean. Looks closer than `isOurs` where that costs a program (macOS, BSD); Windows does not tell.
 */
export function isStillOurs(pid: number, mark: string): boolean {
  if (!isOurs(pid, mark)) return false;
  if (process.platform === 'linux' || process.platform === 'win32') return true;
  const { stdout } = spawnSync('ps', ['-ww', '-o', 'command=', '-p', String(pid)], {
    encoding: 'utf8',
    env: childEnvironment(),
    timeout: PS_DEADLINE_MS,
  });
  return (stdout ?? '').includes(mark);
}

// Linux says so in proc(5), after the name in brackets; elsewhere the first process of the system reaps at once.
function isUnreaped(pid: number): boolean {
  return /\) Z [^)]*$/.test(read(`/proc/${pid}/stat`));
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
