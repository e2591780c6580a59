import { readdirSync, readFileSync } from 'node:fs';

/** One process of this machine, as the system shows it to every user. */
export interface ProcessFacts {
  pid: number;
  parent: number;
  /** Arguments separated by spaces. */
  command: string;
}

/** All processes (Linux). */
export function allProcesses(): ProcessFacts[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      const stat = read(`/proc/${name}/stat`);
      // The name in brackets may itself contain spaces and brackets.
      const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      if (parent === undefined || state === 'Z') return [];
      const command = read(`/proc/${name}/cmdline`).replaceAll('\0', ' ').trim();
      return [{ pid: Number(name), parent: Number(parent), command }];
    });
}

/**
 * A process with everything it started, directly or not.
 * @param mark adds every process that has this text, such as a folder of its own, in its arguments: those that outlived
 * the process that started them
 */
export function familyOf(pid: number, mark?: string): ProcessFacts[] {
  const all = allProcesses();
  const belongs = (one: ProcessFacts) =>
    one.pid === pid || (mark !== undefined && one.pid !== process.pid && one.command.includes(mark));
  const family = new Set(all.filter(belongs));
  for (const member of family) {
    for (const one of all) if (one.parent === member.pid) family.add(one);
  }
  return [...family];
}

export function isAlive(pid: number): boolean {
  return allProcesses().some((one) => one.pid === pid);
}

/** What other users of the machine, and its administrator, can read about a process. */
export function visibleText(pid: number): string {
  return `${read(`/proc/${pid}/cmdline`)}\0${read(`/proc/${pid}/environ`)}`;
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
