import { setTimeout as delay } from 'node:timers/promises';
import { type RunOptions, withRun } from './run.ts';

const OUTPUTS = 5;
const SLOW = 0;
const SETTLE_MS = 3_000;
/** What the slow destination takes of the input's rate. */
const SHARE = 0.6;
/** After this time the destination is as far behind as it will ever be. */
export const SLOW_SECONDS = 60;

export interface SlowFigures {
  /** Sound that is missing on the slow destination's timeline, in s. */
  soundMissingSeconds: number;
  /** What the worst of the others received, in percent of what was published. */
  othersPercent: number;
}

/** One of five destinations takes 60 % of the input's rate for a minute. */
export async function measureSlow(options: Omit<RunOptions, 'outputs'>): Promise<SlowFigures> {
  return withRun({ ...options, outputs: OUTPUTS }, async ({ sink, publisher }) => {
    const began = await publisher.report();
    const beganAt = performance.now();
    await delay(SETTLE_MS);
    const sentBefore = await publisher.quietMoment();
    const before = await sink.report();
    const rate = ((sentBefore.bytes - began.bytes) / (performance.now() - beganAt)) * 1000;
    await sink.slow(SLOW, rate * SHARE);
    await delay(SLOW_SECONDS * 1000);
    const sentAfter = await publisher.quietMoment();
    const after = await sink.report();
    const sent = sentAfter.bytes - sentBefore.bytes;
    const shares = after.map(({ bytes }, i) => ((bytes - (before[i]?.bytes ?? 0)) / sent) * 100);
    const missing = (after[SLOW]?.soundMissingMs ?? 0) - (before[SLOW]?.soundMissingMs ?? 0);
    return {
      soundMissingSeconds: missing / 1000,
      othersPercent: Math.min(...shares.filter((_share, index) => index !== SLOW)),
    };
  });
}
