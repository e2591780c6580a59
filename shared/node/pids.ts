import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { childEnvironment } from './environment.ts';

const PS_DEADLINE_MS = 2000;

/** Whether any process has this id, including another user's, and one that has ended but has not been reaped yet. */
export function isTaken(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** Whether a process is running; one that has ended but has not been reaped yet is not. */
export function isRunning(pid: number): boolean {
  return isTaken(pid) && !isUnreaped(pid);
}

/**
 * Whether the process runs and is the one we mean. `mark` is part of its arguments (one of our paths); where the system
 * exposes them as a file (Linux), a process that was later given the same id is not mistaken for it. Elsewhere only the
 * id counts, and whether the process belongs to this user.
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
 * Whether a process id that was noted earlier, perhaps before the machine restarted, is still the one we mean. Checks
 * more closely than `isOurs` where that means running a program (macOS, BSD); on Windows there is no way to tell.
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

// Linux shows this in proc(5), after the name in brackets; elsewhere the init process reaps at once.
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
