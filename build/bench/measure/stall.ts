import { setTimeout as delay } from 'node:timers/promises';
import { type RunOptions, withRun } from './run.ts';

const OUTPUTS = 5;
const FROZEN = 0;

/**
 * One of five outputs stops reading for `stallSeconds`: what the worst of the others received in that time, in percent
 * of what was published.
 */
export async function measureStall(
  options: Omit<RunOptions, 'outputs'> & { stallSeconds: number },
): Promise<number> {
  return withRun({ ...options, outputs: OUTPUTS }, async ({ sink, publisher }) => {
    const sentBefore = await publisher.quietMoment();
    const before = await sink.report();
    await sink.freeze(FROZEN);
    await delay(options.stallSeconds * 1000);
    const sentAfter = await publisher.quietMoment();
    const after = await sink.report();
    const sent = sentAfter.bytes - sentBefore.bytes;
    const shares = after.map(({ bytes }, i) => ((bytes - (before[i]?.bytes ?? 0)) / sent) * 100);
    return Math.min(...shares.filter((_share, index) => index !== FROZEN));
  });
}
