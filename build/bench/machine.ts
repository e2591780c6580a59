import { arch, cpus, loadavg, release, totalmem, type } from 'node:os';

export interface Machine {
  cpu: string;
  cores: number;
  memory_mb: number;
  system: string;
  node: string;
  /** Processes that wanted to run besides the bench when it began (load average of the last minute). */
  load_before: number;
}

export function describeMachine(): Machine {
  const cores = cpus();
  return {
    cpu: cores[0]?.model.trim() ?? 'unknown',
    cores: cores.length,
    memory_mb: Math.round(totalmem() / 2 ** 20),
    system: `${type()} ${release()} ${arch()}`,
    node: process.version,
    load_before: Math.round((loadavg()[0] ?? 0) * 100) / 100,
  };
}
