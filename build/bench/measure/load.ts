import { setTimeout as delay } from 'node:timers/promises';
import type { Delays } from '../sink.ts';
import { cpuMs, pssMb } from '../usage.ts';
import { type RunOptions, withRun } from './run.ts';

/** After this time connecting is over and buffers are filled. */
const SETTLE_MS = 3_000;

export interface Load {
  /** Of one core, for all processes of the method together. */
  cpuPercent: number;
  pssMb: number;
  publishToAllMs: number;
  /** What the outputs received of what was published in the window; 100 when nothing is missing. */
  deliveredPercent: number;
  /** From the publisher's write to the output. */
  delays: Delays;
}

/** Processor time, memory and delay of a method with a steady stream. */
export async function measureLoad(options: RunOptions & { seconds: number }): Promise<Load> {
  return withRun(options, async ({ sink, publisher, running, publishToAllMs }) => {
    await delay(SETTLE_MS);
    const sentBefore = await publisher.quietMoment();
    const receivedBefore = await sink.report();
    const pids = running.pids();
    await sink.beginDelays();
    const cpuBefore = cpuMs(pids);
    const from = performance.now();
    await delay(options.seconds * 1000);
    const cpuUsed = cpuMs(pids) - cpuBefore;
    const elapsed = performance.now() - from;
    const memory = pssMb(running.pids());
    const delays = await sink.endDelays();
    const sentAfter = await publisher.quietMoment();
    const receivedAfter = await sink.report();
    const sent = (sentAfter.bytes - sentBefore.bytes) * options.outputs;
    const received = receivedAfter.reduce(
      (sum, { bytes }, i) => sum + bytes - (receivedBefore[i]?.bytes ?? 0),
      0,
    );
    return {
      cpuPercent: (cpuUsed / elapsed) * 100,
      pssMb: memory,
      publishToAllMs,
      deliveredPercent: (received / sent) * 100,
      delays,
    };
  });
}
