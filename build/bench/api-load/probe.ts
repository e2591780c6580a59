import { parentPort, workerData } from 'node:worker_threads';

/** What the probe needs to know: where to send requests, and for how long. */
export interface ProbeTask {
  url: string;
  token: string;
  seconds: number;
  /** Pause between two requests, in ms. */
  everyMs: number;
}

/**
 * Queries the API repeatedly from a thread of its own, so that nothing else in this process delays a measurement. A
 * request is sent when it is due, whether or not the previous one was answered. Returns each answer's time in ms.
 */
async function probe({ url, token, seconds, everyMs }: ProbeTask): Promise<number[]> {
  const waiting: Promise<number>[] = [];
  const count = Math.floor((seconds * 1000) / everyMs);
  const began = performance.now();
  for (let sent = 0; sent < count; sent += 1) {
    const wait = began + sent * everyMs - performance.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    waiting.push(timed(url, token));
  }
  return await Promise.all(waiting);
}

async function timed(url: string, token: string): Promise<number> {
  const began = performance.now();
  const response = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
  await response.arrayBuffer();
  if (response.status !== 200) throw new Error(`The API answered ${response.status}.`);
  return performance.now() - began;
}

parentPort?.postMessage(await probe(workerData as ProbeTask));
