import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from '@neustream/shared/node/wait.ts';
import type { Method, RunningMethod } from '../methods/method.ts';
import { Publisher } from '../publisher.ts';
import { Sink } from '../sink.ts';

/** How long the slowest method may take until every output receives. */
const ALL_RECEIVING_MS = 30_000;

export interface Run {
  sink: Sink;
  publisher: Publisher;
  running: RunningMethod;
  folder: string;
  /** From the accepted publish to the first frame at the last output. */
  publishToAllMs: number;
}

export interface RunOptions {
  method: Method;
  outputs: number;
  inputFile: string;
}

/** Starts sink, method and publisher, waits until every output receives, runs `work`, and cleans up. */
export async function withRun<T>(options: RunOptions, work: (run: Run) => Promise<T>): Promise<T> {
  const { method, outputs, inputFile } = options;
  const folder = mkdtempSync(join(tmpdir(), `neustream-bench-${method.engine}-`));
  const remove = () => rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  process.once('exit', remove);
  try {
    await using sink = await Sink.create(outputs);
    await using publisher = await Publisher.create(inputFile);
    await using running = await method.start({ outputs: sink.outputs, folder });
    const acceptedAt = await publisher.start(running.publishUrl);
    await running.onPublish?.();
    const receivingAt = await until(() => allReceivingAt(sink), {
      what: `${method.engine} sending to all of ${outputs} outputs`,
      timeoutMs: ALL_RECEIVING_MS,
    });
    const result = await work({ sink, publisher, running, folder, publishToAllMs: receivingAt - acceptedAt });
    await publisher.stop();
    return result;
  } finally {
    process.off('exit', remove);
    remove();
  }
}

/** When the last output received its first frame; undefined while one has none. */
async function allReceivingAt(sink: Sink): Promise<number | undefined> {
  const instants = (await sink.report()).map(({ latestFirstVideoAt }) => latestFirstVideoAt);
  const known = instants.filter((instant) => instant !== null);
  return known.length === instants.length ? Math.max(...known) : undefined;
}
