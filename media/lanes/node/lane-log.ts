import type { Level, Logger } from 'pino';
import { z } from 'zod';

const logged = z.looseObject({ level: z.number(), msg: z.string().default('') });
const LEVELS: readonly [number, Level][] = [
  [50, 'error'],
  [40, 'warn'],
  [30, 'info'],
];

/** Passes a line of a lane's log on to the node's own, where people look. */
export function logLaneLine(log: Logger, lane: string, line: string): void {
  const { data } = logged.safeParse(jsonOf(line));
  if (data === undefined) {
    // Not written by the logger: a crash explains itself so.
    log.error({ lane }, line);
    return;
  }
  const { level, msg, time: _time, pid: _pid, hostname: _hostname, name: _name, ...rest } = data;
  const name = LEVELS.find(([least]) => level >= least)?.[1] ?? 'debug';
  log[name]({ lane, ...rest }, msg);
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
