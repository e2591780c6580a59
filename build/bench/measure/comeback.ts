import { setTimeout as delay } from 'node:timers/promises';
import { until } from '@neustream/shared/node/wait.ts';
import { type RunOptions, withRun } from './run.ts';

const OUTPUTS = 5;
const DOWN = 2;
const OUTAGE_MS = 3_000;
const PATIENCE_MS = 15_000;

/**
 * One destination's server goes down for 3 s and listens again: the time in ms from then until it receives frames. Null
 * when that takes more than 15 s.
 */
export async function measureComeback(options: Omit<RunOptions, 'outputs'>): Promise<number | null> {
  return withRun({ ...options, outputs: OUTPUTS }, async ({ sink }) => {
    await delay(1_000);
    const before = (await sink.report())[DOWN]?.publishes ?? 0;
    await sink.stopListening(DOWN);
    await delay(OUTAGE_MS);
    const listeningAt = await sink.listen(DOWN);
    try {
      const backAt = await until(
        async () => {
          const output = (await sink.report())[DOWN];
          return output && output.publishes > before ? (output.latestFirstVideoAt ?? undefined) : undefined;
        },
        { what: 'the destination receiving again', timeoutMs: PATIENCE_MS },
      );
      return backAt - listeningAt;
    } catch {
      return null;
    }
  });
}
