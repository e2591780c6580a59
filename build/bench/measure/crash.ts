import { setTimeout as delay } from 'node:timers/promises';
import { until } from '@neustream/shared/node/wait.ts';
import { preciseNow } from '../../kit/platforms/received.ts';
import { type RunOptions, withRun } from './run.ts';

const OUTPUTS = 10;
const PATIENCE_MS = 20_000;

export interface CrashFigures {
  /** From `kill -9` of a lane until every output receives frames again. Null: not within 20 s. */
  relaysBackMs: number | null;
  encoderDropped: boolean;
}

/** Kills a lane as a crash would; its sessions go on in another. */
export async function measureCrash(options: Omit<RunOptions, 'outputs'>): Promise<CrashFigures> {
  return withRun({ ...options, outputs: OUTPUTS }, async ({ sink, publisher, running }) => {
    await delay(2_000);
    const publishes = (await sink.report()).map((output) => output.publishes);
    const killedAt = preciseNow();
    await running.crash?.();
    let relaysBackMs: number | null = null;
    try {
      const backAt = await until(
        async () => {
          const outputs = await sink.report();
          const again = outputs.every((output, i) => output.publishes > (publishes[i] ?? 0));
          const pictures = outputs.map(
            ({ latestFirstVideoAt }) => latestFirstVideoAt ?? Number.POSITIVE_INFINITY,
          );
          return again && Number.isFinite(Math.max(...pictures)) && Math.max(...pictures);
        },
        { what: 'relays being back', timeoutMs: PATIENCE_MS },
      );
      relaysBackMs = backAt - killedAt;
    } catch {
      // Stays null, which is the result.
    }
    return { relaysBackMs, encoderDropped: !(await publisher.report()).connected };
  });
}
