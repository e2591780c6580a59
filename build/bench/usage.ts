import { readdirSync, readFileSync } from 'node:fs';

/** Linux counts processor time in hundredths of a second (USER_HZ). */
const TICK_MS = 10;

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

/** Processor time that these processes have used since they began, user and system, in ms. */
export function cpuMs(pids: number[]): number {
  return pids.reduce((sum, pid) => {
    const fields = afterName(read(`/proc/${pid}/stat`));
    return sum + (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) * TICK_MS;
  }, 0);
}

/** Proportional set size of these processes together, in MB. */
export function pssMb(pids: number[]): number {
  const kb = pids.reduce((sum, pid) => {
    const found = /^Pss:\s+(\d+) kB/m.exec(read(`/proc/${pid}/smaps_rollup`));
    return sum + Number(found?.[1] ?? 0);
  }, 0);
  return kb / 1024;
}

/** File descriptors that these processes have open. */
export function openDescriptors(pids: number[]): number {
  return pids.reduce((sum, pid) => {
    try {
      return sum + readdirSync(`/proc/${pid}/fd`).length;
    } catch {
      return sum;
    }
  }, 0);
}

/** Fields of /proc/…/stat after the name, which may hold spaces: index 0 is the state. */
function afterName(stat: string): string[] {
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}
