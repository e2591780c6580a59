import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from '@neustream/shared/node/wait.ts';
import { createTestAuthority } from '../../kit/certificates.ts';
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
  /** From the last accepted publish to the first frame at the last output. */
  publishToAllMs: number;
}

export interface RunOptions {
  method: Method;
  /** One unless given. */
  sessions?: number;
  /** Of each session. */
  outputs: number;
  /** Whether the outputs take RTMPS; plain RTMP unless given. */
  secure?: boolean;
  inputFile: string;
}

/** Starts sink, method and publisher, waits until every output receives, runs `work`, and cleans up. */
export async function withRun<T>(options: RunOptions, work: (run: Run) => Promise<T>): Promise<T> {
  const { method, sessions = 1, outputs, secure = false, inputFile } = options;
  const folder = mkdtempSync(join(tmpdir(), `neustream-bench-${method.engine}-`));
  const remove = () => rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  process.once('exit', remove);
  try {
    const authority = secure ? await createTestAuthority(folder) : null;
    const certificate = (await authority?.issue(['localhost'])) ?? null;
    await using sink = await Sink.create(sessions * outputs, certificate);
    await using publisher = await Publisher.create(inputFile, sessions);
    const outputsOf = (_: unknown, i: number) => sink.outputs.slice(i * outputs, (i + 1) * outputs);
    await using running = await method.start({
      sessions: Array.from({ length: sessions }, outputsOf),
      folder,
      caFile: authority?.caFile ?? null,
    });
    const acceptedAt = await publisher.start(running.publishUrls);
    await running.onPublish?.();
    const receivingAt = await until(() => allReceivingAt(sink), {
      what: `${method.engine} sending to all of ${sessions * outputs} outputs`,
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
