import { chown, mkdir, mkdtemp, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Secret } from '@neustream/shared/kernel/secret.ts';
import { type Detached, startDetached } from '@neustream/shared/node/detached.ts';
import { isOurs, isRunning, isTaken } from '@neustream/shared/node/pids.ts';
import { freePort } from '@neustream/shared/node/ports.ts';
import pg from 'pg';
import type { PostgresPrograms, PostgresUser } from './place.ts';
import { startProblem } from './problems.ts';
import { POSTGRES_ENVIRONMENT, runTool } from './programs.ts';

const START_DEADLINE_MS = 30_000;
const STOP_DEADLINE_MS = 10_000;
const LOOK_MS = 40;

/** One cluster on disk, and how it is run. */
export interface Cluster {
  folder: string;
  password: Secret;
  programs: PostgresPrograms;
  user: PostgresUser | null;
  /** Further `name=value` settings of Postgres. */
  settings: readonly string[];
}

/** A running postmaster, whoever started it. */
export interface Postmaster {
  pid: number;
  port: number;
}

/** Creates the cluster if there is none yet; an interrupted attempt leaves nothing that would be taken for one. */
export async function ensureCluster(cluster: Cluster): Promise<void> {
  const { folder, user, programs, password } = cluster;
  try {
    await mkdir(dirname(folder), { recursive: true, mode: user ? 0o711 : 0o700 });
    if ((await stat(folder).catch(() => null)) !== null) return;
    const unfinished = `${folder}.new`;
    await rm(unfinished, { recursive: true, force: true });
    await mkdir(unfinished, { mode: 0o700 });
    if (user) await chown(unfinished, user.uid, user.gid);
    await initialise({ unfinished, user, programs, password });
    await rename(unfinished, folder);
  } catch (error) {
    throw startProblem({ folder, port: 0, output: await outputOf(folder) }, error);
  }
}

interface Unfinished extends Pick<Cluster, 'user' | 'programs' | 'password'> {
  unfinished: string;
}

async function initialise({ unfinished, user, programs, password }: Unfinished): Promise<void> {
  const holder = await mkdtemp(join(tmpdir(), 'neustream-initdb-'));
  const passwordFile = join(holder, 'password');
  const logFile = `${unfinished.slice(0, -'.new'.length)}.log`;
  try {
    await writeFile(logFile, '', { mode: 0o600 });
    await writeFile(passwordFile, `${password.reveal()}\n`, { mode: 0o600 });
    for (const path of user ? [holder, passwordFile] : []) await chown(path, user!.uid, user!.gid);
    const args = [`--pgdata=${unfinished}`, '--username=neustream', `--pwfile=${passwordFile}`];
    const presets = ['--auth=scram-sha-256', '--encoding=UTF8', '--locale=C'];
    const code = await runTool(programs.initdb, [...args, ...presets], { user, logFile });
    if (code !== 0) throw new Error(`initdb ended with code ${code}.`);
  } finally {
    await rm(holder, { recursive: true, force: true });
  }
}

/** Starts Postgres on this port (0: a free one) and waits until it answers. */
export async function startPostmaster(cluster: Cluster, wantedPort: number): Promise<Postmaster> {
  const port = wantedPort === 0 ? await freePort() : wantedPort;
  const options = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', `port=${port}`, ...SETTINGS];
  const args = [...options, ...cluster.settings].flatMap((option) => ['-c', option]);
  const { pid, exited } = spawnPostmaster(cluster, args);
  let ended = false;
  void exited.then(() => {
    ended = true;
  });
  const deadline = Date.now() + START_DEADLINE_MS;
  while (!ended && Date.now() < deadline) {
    if (await answers(cluster.password, port)) return { pid, port };
    await delay(LOOK_MS);
  }
  if (!ended) process.kill(pid, 'SIGKILL');
  throw startProblem({ folder: cluster.folder, port, output: await outputOf(cluster.folder) });
}

function spawnPostmaster({ folder, user, programs }: Cluster, args: readonly string[]): Detached {
  try {
    return startDetached({
      file: programs.postgres,
      args: ['-D', folder, ...args],
      cwd: '/',
      logFile: `${folder}.log`,
      freshLog: true,
      env: POSTGRES_ENVIRONMENT,
      user,
    });
  } catch (error) {
    throw startProblem({ folder, port: 0, output: '' }, error);
  }
}

const SETTINGS = [
  'max_connections=60',
  'shared_buffers=32MB',
  'timezone=UTC',
  // A failed statement is reported by its caller; its text and values do not belong in a log file.
  'log_min_error_statement=panic',
  'log_error_verbosity=terse',
];

/** The postmaster running on this folder, such as one left behind by a killed API; null when there is none. */
export async function runningPostmaster({ folder }: Cluster): Promise<Postmaster | null> {
  const lines = (await readFile(join(folder, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n');
  const [pid, port] = [Number(lines[0]), Number(lines[3])];
  if (!(pid > 0) || !isTaken(pid)) return null;
  if (isOurs(pid, folder)) return { pid, port: port > 0 ? port : 0 };
  // The id belongs to a killed postmaster that has not been reaped, or to another process by now: Postgres would take
  // either for a running postmaster and refuse to start.
  await rm(join(folder, 'postmaster.pid'), { force: true });
  return null;
}

const STOP_SIGNALS = { fast: 'INT', immediate: 'QUIT' } as const;

/** Stops whatever runs on the folder: connections are cut, data is written. Resolves once it has ended. */
export async function stopPostmaster(cluster: Cluster, mode: 'fast' | 'immediate'): Promise<void> {
  const running = await runningPostmaster(cluster);
  if (!running) return;
  const { folder, user, programs } = cluster;
  // By its id: `pg_ctl stop` would wait for the folder's postmaster, which may already be a different one.
  const args = ['kill', STOP_SIGNALS[mode], String(running.pid)];
  await runTool(programs.pg_ctl, args, { user, logFile: `${folder}.log` });
  const deadline = Date.now() + STOP_DEADLINE_MS;
  while (isRunning(running.pid) && Date.now() < deadline) await delay(LOOK_MS);
  if (mode === 'fast' && isRunning(running.pid)) await stopPostmaster(cluster, 'immediate');
}

/** Whether it is our own cluster that answers on this port: any other refuses the password. */
export async function answers(password: Secret, port: number): Promise<boolean> {
  const client = new pg.Client({
    host: '127.0.0.1',
    port,
    user: 'neustream',
    database: 'postgres',
    password: password.reveal(),
    connectionTimeoutMillis: 2_000,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function outputOf(folder: string): Promise<string> {
  return await readFile(`${folder}.log`, 'utf8').catch(() => '');
}
