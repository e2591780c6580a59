import { setTimeout as delay } from 'node:timers/promises';
import { AppError } from '@neustream/shared/kernel/app-error.ts';
import pg from 'pg';
import type { DatabaseAddress } from '../connect.ts';
import { answers, type Cluster, runningPostmaster, startPostmaster, stopPostmaster } from './cluster.ts';
import type { EmbeddedOptions } from './embedded.ts';
import { addressOf, createDatabase, prepareCluster } from './prepare.ts';

const ANSWER_DEADLINE_MS = 10_000;
const LOOK_MS = 100;

export interface BorrowedPostgres extends AsyncDisposable {
  readonly address: DatabaseAddress;
}

/**
 * The embedded PostgreSQL for a program that may run beside a server: one that is already running is used and left
 * running. Otherwise one is started, and stopped on disposal unless a server has taken it over by then.
 * @throws AppError `DATABASE_SILENT` when one is running but does not answer, and those of `runEmbeddedPostgres`
 */
export async function borrowEmbeddedPostgres({
  dataDir,
  port,
  log,
  settings = [],
}: EmbeddedOptions): Promise<BorrowedPostgres> {
  const cluster = await prepareCluster({ dataDir, settings, log });
  const running = await runningPostmaster(cluster);
  if (running) await untilItAnswers(cluster);
  const postmaster = running ?? (await startPostmaster(cluster, port));
  const address = addressOf(cluster, postmaster);
  await createDatabase(cluster, postmaster);
  return {
    address,
    async [Symbol.asyncDispose]() {
      if (!running && !(await isUsed(address))) await stopPostmaster(cluster, 'fast');
    },
  };
}

// One that a server is just starting needs a moment.
async function untilItAnswers(cluster: Cluster): Promise<void> {
  const deadline = Date.now() + ANSWER_DEADLINE_MS;
  while (Date.now() < deadline) {
    const running = await runningPostmaster(cluster);
    if (running && (await answers(cluster.password, running.port))) return;
    await delay(LOOK_MS);
  }
  throw new AppError({
    code: 'DATABASE_SILENT',
    fault: 'user',
    message: 'The embedded database is running but does not answer.',
    action: 'Wait until Neustream has started, or stop Neustream and try again.',
  });
}

async function isUsed({ password, ...address }: DatabaseAddress): Promise<boolean> {
  const client = new pg.Client({
    ...address,
    password: password.reveal(),
    query_timeout: ANSWER_DEADLINE_MS,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rowCount } = await client.query(
      `select from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()`,
    );
    return rowCount !== 0;
  } finally {
    await client.end().catch(() => undefined);
  }
}
