import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/**
 * Processes of this machine that name a folder in their arguments, from the system's list (Linux only).
 * @param program only those whose program's path matches
 */
export function processesNaming(folder: string, program?: RegExp): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => pid !== process.pid && argumentsOf(pid).includes(folder))
    .filter((pid) => program === undefined || program.test(programOf(pid)));
}

function argumentsOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}

function programOf(pid: number): string {
  try {
    return readlinkSync(`/proc/${pid}/exe`);
  } catch {
    return argumentsOf(pid).split('\0')[0] ?? '';
  }
}
