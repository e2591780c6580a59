import { setTimeout as delay } from 'node:timers/promises';
import type { Delays } from '../delays.ts';
import { cpuMs, pssMb } from '../usage.ts';
import { type RunOptions, withRun } from './run.ts';

/** After this time connecting is over, buffers are filled and what runs often is compiled. */
const SETTLE_MS = 10_000;

export interface Load {
  /** Of one core, for all processes of the method together. */
  cpuPercent: number;
  pssMb: number;
  publishToAllMs: number;
  /** What the outputs received of what was published in the window; 100 when nothing is missing. */
  deliveredPercent: number;
  /** From the publisher's write to the output. */
  delays: Delays;
  /** How late the encoders themselves were, in ms: of the worst hundredth. */
  encoderLateMs: number;
}

/** Processor time, memory and delay of a method with a steady stream. */
export async function measureLoad(options: RunOptions & { seconds: number }): Promise<Load> {
  return withRun(options, async ({ sink, publisher, running, publishToAllMs }) => {
    // Key frames of many encoders are spread, so there is no moment at which little is on its way; it matters less.
    const count = () => ((options.sessions ?? 1) > 1 ? publisher.report() : publisher.quietMoment());
    await delay(SETTLE_MS);
    const sentBefore = await count();
    const receivedBefore = await sink.report();
    const pids = running.pids();
    await Promise.all([sink.beginDelays(), publisher.beginLateness()]);
    const cpuBefore = cpuMs(pids);
    const from = performance.now();
    await delay(options.seconds * 1000);
    const cpuUsed = cpuMs(pids) - cpuBefore;
    const elapsed = performance.now() - from;
    const memory = pssMb(running.pids());
    const [delays, encoderLateMs] = await Promise.all([sink.endDelays(), publisher.endLateness()]);
    const sentAfter = await count();
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
      encoderLateMs,
    };
  });
}
