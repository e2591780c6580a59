import { chmod, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { backoffMs } from '@neustream/shared/kernel/backoff.ts';
import { ensureDataDir } from '@neustream/shared/node/data-dir.ts';
import { isRunning } from '@neustream/shared/node/pids.ts';
import { secretInFile } from '@neustream/shared/node/secret-file.ts';
import pg from 'pg';
import { errorFields, type Log } from '../../log.ts';
import type { DatabaseAddress } from '../connect.ts';
import {
  answers,
  type Cluster,
  ensureCluster,
  type Postmaster,
  runningPostmaster,
  startPostmaster,
  stopPostmaster,
} from './cluster.ts';
import { clusterFolder, postgresUser, reachablePrograms } from './place.ts';
import { startProblem } from './problems.ts';
import { packagedPrograms } from './programs.ts';

const DATABASE = 'neustream';
const WATCH_MS = 200;
const RESTARTS = { firstMs: WATCH_MS, longestMs: 3_000 };

export interface EmbeddedOptions {
  dataDir: string;
  /** 0 picks a free one. */
  port: number;
  log: Log;
  settings?: readonly string[];
}

export interface EmbeddedPostgres extends AsyncDisposable {
  readonly address: DatabaseAddress;
  /** Process id of the postmaster, also after it was restarted. */
  readonly pid: number;
}

/**
 * Runs the embedded PostgreSQL: makes its cluster, takes over one that a killed process left running,
 * starts it again when it dies, stops it when disposed.
 * @throws AppError with one sentence for a taken port, a full disk or a folder that cannot be written
 */
export async function runEmbeddedPostgres({
  dataDir,
  port,
  log,
  settings = [],
}: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const cluster = await prepare(resolve(dataDir), settings);
  if (!cluster.folder.startsWith(resolve(dataDir))) {
    log.warn(
      { folder: cluster.folder },
      'The database user cannot enter the data folder, so the database lives elsewhere.',
    );
  }
  await ensureCluster(cluster);
  let postmaster = await adoptOrStart(cluster, port);
  let closing = false;
  await createDatabase(cluster, postmaster.port);
  const watching = watch();

  async function watch() {
    while (!closing) {
      await delay(WATCH_MS);
      if (closing || isRunning(postmaster.pid)) continue;
      log.error('The embedded database died; starting it again.');
      postmaster = await restart();
    }
  }

  async function restart(): Promise<Postmaster> {
    for (let failures = 1; !closing; failures += 1) {
      try {
        const running = await adoptOrStart(cluster, postmaster.port);
        log.info('The embedded database runs again.');
        return running;
      } catch (error) {
        log.warn(errorFields(error), 'The embedded database did not start; trying again.');
        await delay(backoffMs(failures, RESTARTS));
      }
    }
    return postmaster;
  }

  return {
    address: {
      host: '127.0.0.1',
      port: postmaster.port,
      user: DATABASE,
      database: DATABASE,
      password: cluster.password,
    },
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

async function prepare(dataDir: string, settings: readonly string[]): Promise<Cluster> {
  const user = await postgresUser();
  try {
    await ensureDataDir(dataDir, { mode: user ? 0o711 : 0o700 });
    // Secrets in it are closed one by one; the database's user has to pass through.
    if (user && (await stat(dataDir)).uid === process.getuid?.()) await chmod(dataDir, 0o711);
    const password = await secretInFile(join(dataDir, 'postgres.password'));
    const folder = await clusterFolder(dataDir, user);
    const programs = await reachablePrograms(await packagedPrograms(), user);
    return { folder, password, programs, user, settings };
  } catch (error) {
    if (error instanceof Error && 'syscall' in error)
      throw startProblem({ folder: dataDir, port: 0, output: '' }, error);
    throw error;
  }
}

async function adoptOrStart(cluster: Cluster, port: number): Promise<Postmaster> {
  const running = await runningPostmaster(cluster);
  if (running && (await answers(cluster.password, running.port))) return running;
  if (running) await stopPostmaster(cluster, 'immediate');
  return await startPostmaster(cluster, port);
}

async function createDatabase(cluster: Cluster, port: number): Promise<void> {
  const client = new pg.Client({
    host: '127.0.0.1',
    port,
    user: DATABASE,
    database: 'postgres',
    password: cluster.password.reveal(),
  });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [DATABASE]);
    if (rowCount === 0) await client.query(`create database ${DATABASE}`);
  } finally {
    await client.end();
  }
}
