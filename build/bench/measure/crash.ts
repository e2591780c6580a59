import { setTimeout as delay } from 'node:timers/promises';
import { until } from '@neustream/shared/node/wait.ts';
import { preciseNow } from '../../kit/platforms/received.ts';
import type { Sink } from '../sink.ts';
import { type RunOptions, withRun } from './run.ts';

const SESSIONS = 6;
const OUTPUTS = 2;
const SETTLE_MS = 3_000;
const PATIENCE_MS = 20_000;
/** What a reconnect counts as, in pictures: a second of them. */
const RECONNECT = 60;

export interface LaneCrash {
  /** From `kill -9` of a lane until each of its outputs receives frames again. Null: not within 20 s. */
  relaysBackMs: number | null;
  /** Pictures that the outputs of other lanes missed; null when all sessions were in the one that was killed. */
  lostElsewhere: number | null;
  encodersDropped: boolean;
}

/** Kills one of the lanes as a crash would; its sessions go on in another. */
export async function measureLaneCrash(
  options: Omit<RunOptions, 'outputs' | 'sessions'>,
): Promise<LaneCrash> {
  const scene = { ...options, sessions: SESSIONS, outputs: OUTPUTS };
  return withRun(scene, async ({ sink, publisher, running }) => {
    await delay(SETTLE_MS);
    const before = (await sink.report()).map(({ publishes }) => publishes);
    const killedAt = preciseNow();
    const hit = ((await running.crash?.lane()) ?? 0) * OUTPUTS;
    const relaysBackMs = await backAt(sink, { before, hit }).then(
      (at) => at - killedAt,
      () => null,
    );
    await delay(SETTLE_MS);
    const elsewhere = (await sink.report()).filter(({ publishes }, i) => publishes === before[i]);
    return {
      relaysBackMs,
      lostElsewhere:
        elsewhere.length === 0 ? null : Math.max(...elsewhere.map(({ picturesMissing }) => picturesMissing)),
      encodersDropped: !(await publisher.report()).connected,
    };
  });
}

/** Kills the control process: how many pictures the worst output missed. */
export async function measureControlCrash(
  options: Omit<RunOptions, 'outputs' | 'sessions'>,
): Promise<number> {
  const scene = { ...options, sessions: SESSIONS, outputs: OUTPUTS };
  return withRun(scene, async ({ sink, running }) => {
    await delay(SETTLE_MS);
    running.crash?.control();
    await delay(2 * SETTLE_MS);
    const outputs = await sink.report();
    return Math.max(
      ...outputs.map(({ picturesMissing, publishes }) => picturesMissing + (publishes - 1) * RECONNECT),
    );
  });
}

/** When the last of the outputs that were hit received a frame of its new publish. */
function backAt(sink: Sink, { before, hit }: { before: number[]; hit: number }): Promise<number> {
  return until(
    async () => {
      const again = (await sink.report()).filter(({ publishes }, i) => publishes > (before[i] ?? 0));
      const pictures = again.map(({ latestFirstVideoAt }) => latestFirstVideoAt ?? Number.POSITIVE_INFINITY);
      const last = Math.max(...pictures);
      return again.length >= hit && Number.isFinite(last) && last;
    },
    { what: 'relays being back', timeoutMs: PATIENCE_MS },
  );
}
