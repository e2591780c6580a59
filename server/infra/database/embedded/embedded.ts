import { setTimeout as delay } from 'node:timers/promises';
import { backoffMs } from '@neustream/shared/kernel/backoff.ts';
import { isRunning } from '@neustream/shared/node/pids.ts';
import { errorFields, type Log } from '../../log.ts';
import type { DatabaseAddress } from '../connect.ts';
import {
  answers,
  type Cluster,
  type Postmaster,
  runningPostmaster,
  startPostmaster,
  stopPostmaster,
} from './cluster.ts';
import { addressOf, createDatabase, prepareCluster } from './prepare.ts';

const WATCH_MS = 200;
// What a killed postmaster left behind keeps a new one from starting for a moment; trying is cheap, and everything is
// waiting.
const RESTARTS = { firstMs: WATCH_MS, longestMs: 1_000 };

export interface EmbeddedOptions {
  dataDir: string;
  /** 0 picks a free one. */
  port: number;
  log: Log;
  settings?: readonly string[];
}

export interface EmbeddedPostgres extends AsyncDisposable {
  readonly address: DatabaseAddress;
  /** Process id of the postmaster, kept current when it is restarted. */
  readonly pid: number;
}

/**
 * Runs the embedded PostgreSQL: creates its cluster, takes over one that a killed process left running, restarts it
 * when it dies, stops it on disposal.
 * @throws AppError with one sentence for a port in use, a full disk or a folder that cannot be written
 */
export async function runEmbeddedPostgres({
  dataDir,
  port,
  log,
  settings = [],
}: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const cluster = await prepareCluster({ dataDir, settings, log });
  let postmaster = await adoptOrStart(cluster, port);
  let closing = false;
  await createDatabase(cluster, postmaster);
  const watching = watch();

  async function watch() {
    while (!closing) {
      await delay(WATCH_MS);
      if (closing || isRunning(postmaster.pid)) continue;
      log.error('The embedded database stopped unexpectedly and is being restarted.');
      postmaster = await restart();
    }
  }

  async function restart(): Promise<Postmaster> {
    for (let failures = 1; !closing; failures += 1) {
      try {
        const running = await adoptOrStart(cluster, postmaster.port);
        log.info('The embedded database is running again.');
        return running;
      } catch (error) {
        log.warn(errorFields(error), 'The embedded database did not start; trying again.');
        await delay(backoffMs(failures, RESTARTS));
      }
    }
    return postmaster;
  }

  return {
    address: addressOf(cluster, postmaster),
    get pid() {
      return postmaster.pid;
    },
    async [Symbol.asyncDispose]() {
      closing = true;
      await watching;
      await stopPostmaster(cluster, 'fast');
    },
  };
}

async function adoptOrStart(cluster: Cluster, port: number): Promise<Postmaster> {
  const running = await runningPostmaster(cluster);
  if (running && (await answers(cluster.password, running.port))) return running;
  if (running) await stopPostmaster(cluster, 'immediate');
  return await startPostmaster(cluster, port);
}
