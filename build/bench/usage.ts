import { readdirSync, readFileSync } from 'node:fs';

const NS_PER_MS = 1e6;

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function list(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}

/**
 * Processor time that the threads of these processes have used since they began, in ms. Threads that have ended no
 * longer count.
 */
export function cpuMs(pids: readonly number[]): number {
  return threadMs(pids, /./);
}

/** The same of the threads with such a name. */
export function threadMs(pids: readonly number[], name: RegExp): number {
  const isNamed = (pid: number, thread: string) => name.test(read(`/proc/${pid}/task/${thread}/comm`));
  const ofThread = (pid: number, thread: string) =>
    !isNamed(pid, thread)
      ? 0
      : Number(read(`/proc/${pid}/task/${thread}/schedstat`).split(' ')[0] ?? 0) / NS_PER_MS;
  return pids.reduce(
    (sum, pid) => list(`/proc/${pid}/task`).reduce((part, thread) => part + ofThread(pid, thread), sum),
    0,
  );
}

/** Proportional set size of these processes together, in MB. */
export function pssMb(pids: readonly number[]): number {
  return rollupMb(pids, /^Pss:\s+(\d+) kB/m);
}

/**
 * What these processes have for themselves, in MB: without the program's own file, whose share depends on who else on
 * the machine runs it.
 */
export function ownMb(pids: readonly number[]): number {
  return rollupMb(pids, /^Pss_Anon:\s+(\d+) kB/m);
}

function rollupMb(pids: readonly number[], line: RegExp): number {
  const kb = pids.reduce(
    (sum, pid) => sum + Number(line.exec(read(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0),
    0,
  );
  return kb / 1024;
}

/** File descriptors that these processes have open. */
export function openDescriptors(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => sum + list(`/proc/${pid}/fd`).length, 0);
}
