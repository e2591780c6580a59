import { setTimeout as delay } from 'node:timers/promises';
import { openDescriptors, ownMb } from '../usage.ts';
import { type RunOptions, withRun } from './run.ts';

const OUTPUTS = 10;
const EVERY_MS = 1_000;
/** Memory growth is measured over this share at the end; before that, caches and heaps fill up. */
const SETTLED_SHARE = 0.5;

export interface SoakResult {
  minutes: number;
  growthMbPer10Min: number;
  /** Memory at the end of each minute. */
  minutesMb: { minute: number; own_mb: number }[];
  extraDescriptors: number;
  extraProcesses: number;
}

/** Ten outputs, one of which is disconnected by its server every second, in turn. */
export async function measureSoak(
  options: Omit<RunOptions, 'outputs'> & { minutes: number; say: (line: string) => void },
): Promise<SoakResult> {
  return withRun({ ...options, outputs: OUTPUTS }, async ({ sink, running }) => {
    await delay(5_000);
    const before = countsOf(running.pids());
    const samples: [minute: number, mb: number][] = [];
    const minutesMb: SoakResult['minutesMb'] = [];
    const rounds = (options.minutes * 60_000) / EVERY_MS;
    for (let round = 0; round < rounds; round += 1) {
      await sink.disconnect(round % OUTPUTS);
      await delay(EVERY_MS);
      const minute = ((round + 1) * EVERY_MS) / 60_000;
      if (round % 5 === 0) samples.push([minute, ownMb(running.pids())]);
      if (!Number.isInteger(minute)) continue;
      minutesMb.push({ minute, own_mb: Math.round(ownMb(running.pids()) * 10) / 10 });
      options.say(`  ${minute} min: ${minutesMb.at(-1)?.own_mb} MB`);
    }
    await delay(10_000);
    const after = countsOf(running.pids());
    return {
      minutes: options.minutes,
      minutesMb,
      growthMbPer10Min: slope(samples.slice(Math.floor(samples.length * SETTLED_SHARE))) * 10,
      extraDescriptors: Math.max(0, after.descriptors - before.descriptors),
      extraProcesses: Math.max(0, after.processes - before.processes),
    };
  });
}

function countsOf(pids: number[]): { descriptors: number; processes: number } {
  return { descriptors: openDescriptors(pids), processes: pids.length };
}

/** Least-squares slope of y over x. */
export function slope(points: readonly (readonly [number, number])[]): number {
  const n = points.length;
  const meanX = points.reduce((sum, [x]) => sum + x, 0) / n;
  const meanY = points.reduce((sum, [, y]) => sum + y, 0) / n;
  const over = points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0);
  const under = points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
  return under === 0 ? 0 : over / under;
}
