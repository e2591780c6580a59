import { chmod, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { ensureDataDir } from '@neustream/shared/node/data-dir.ts';
import { secretInFile } from '@neustream/shared/node/secret-file.ts';
import pg from 'pg';
import type { Log } from '../../log.ts';
import type { DatabaseAddress } from '../connect.ts';
import { type Cluster, ensureCluster, type Postmaster } from './cluster.ts';
import { clusterFolder, postgresUser, reachablePrograms } from './place.ts';
import { startProblem } from './problems.ts';
import { packagedPrograms } from './programs.ts';

const DATABASE = 'neustream';

interface Options {
  dataDir: string;
  settings: readonly string[];
  log: Log;
}

/**
 * The cluster of a data folder, created if there is none yet.
 * @throws AppError with one sentence for a full disk or a folder that cannot be written
 */
export async function prepareCluster({ dataDir, settings, log }: Options): Promise<Cluster> {
  const cluster = await clusterOf(resolve(dataDir), settings);
  if (!cluster.folder.startsWith(resolve(dataDir))) {
    log.warn(
      { folder: cluster.folder },
      'The database user cannot enter the data folder, so the database lives elsewhere.',
    );
  }
  await ensureCluster(cluster);
  return cluster;
}

/** How to connect to our database. */
export function addressOf({ password }: Cluster, { port }: Postmaster): DatabaseAddress {
  return { host: '127.0.0.1', port, user: DATABASE, database: DATABASE, password };
}

/** Creates our database in the cluster if it does not exist yet. */
export async function createDatabase(cluster: Cluster, { port }: Postmaster): Promise<void> {
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

/** Where the cluster of a data folder lives, and how it is run. */
async function clusterOf(dataDir: string, settings: readonly string[]): Promise<Cluster> {
  const user = await postgresUser();
  try {
    await ensureDataDir(dataDir, { mode: user ? 0o711 : 0o700 });
    // The secrets in it are each protected by their own permissions; the database's user has to be able to traverse the
    // folder.
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
