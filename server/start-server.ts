import type { RequestListener } from 'node:http';
import type { Secret } from '@neustream/shared/kernel/secret.ts';
import type { ServerConfig } from './config.ts';
import { createContext, type Overrides } from './context.ts';
import {
  type Database,
  type DatabaseAddress,
  openDatabase,
  requireDatabase,
} from './infra/database/connect.ts';
import { type EmbeddedPostgres, runEmbeddedPostgres } from './infra/database/embedded/embedded.ts';
import { migrateUp } from './infra/database/migrate.ts';
import { listen } from './infra/http/listen.ts';
import { closeServer, createHttpServer, notYet } from './infra/http/server.ts';
import { every } from './infra/jobs.ts';
import { createLog, errorFields, type Log } from './infra/log.ts';
import { prepareSecrets } from './secrets.ts';

export interface RunningServer extends AsyncDisposable {
  /** The address of the pages and the API. */
  url: string;
  metricsUrl: string;
  db: Database;
  /** The process id of the embedded database's postmaster; null with a database of the operator's own. */
  postgres: EmbeddedPostgres | null;
  close(): Promise<void>;
}

/**
 * Starts the API: ports, database, migrations, routes, jobs. If a step fails, what was already opened is closed again.
 * @throws AppError with one sentence for people when a port is taken, a folder cannot be written and the like
 */
export async function startServer(config: ServerConfig, overrides: Overrides = {}): Promise<RunningServer> {
  const log = overrides.log ?? createLog(config.logLevel);
  await using opened = new AsyncDisposableStack();
  // The port comes first: a start that finds it taken has then not touched anything of the process that owns it.
  let answer: RequestListener = notYet;
  const http = createHttpServer((request, response) => answer(request, response));
  const port = await listen(http, { host: config.host, port: config.port, setting: 'PORT' });
  opened.defer(() => closeServer(http));
  const secrets = await prepareSecrets(config);
  const { db, postgres } = await openStorage({ ...overrides, config, log, opened });
  const context = createContext({ ...overrides, config, secrets, db, log, http });
  for (const { close } of context.capabilities) opened.defer(close);
  for (const { start } of context.capabilities) await start();
  opened.use(context.metrics);
  for (const { everyMs, name, run } of context.capabilities.flatMap(({ jobs }) => jobs)) {
    opened.use(every(everyMs, { name, log, work: run }));
  }
  if (config.previousKeyEncryptionKey) opened.use(rewrapOnce(context.rewrap, log));
  const metricsPlace = { host: '127.0.0.1', port: config.metricsPort, setting: 'METRICS_PORT' };
  const metricsPort = await listen(context.metrics.server, metricsPlace);
  opened.defer(() => closeServer(context.metrics.server));
  answer = context.app;
  // Requests in progress are answered before anything they need is closed.
  opened.defer(() => closeServer(http));
  // Sockets first: a server does not close while one is open.
  opened.use(context.sockets);
  const everything = opened.move();
  const host = config.host.includes(':') ? `[${config.host}]` : config.host;
  const close = () => everything.disposeAsync();
  return {
    db,
    postgres,
    close,
    url: `http://${host}:${port}`,
    metricsUrl: `http://127.0.0.1:${metricsPort}/metrics`,
    [Symbol.asyncDispose]: close,
  };
}

interface StorageDeps extends Pick<Overrides, 'databaseSilenceMs'> {
  config: ServerConfig;
  log: Log;
  opened: AsyncDisposableStack;
}

async function openStorage({ config, log, opened, databaseSilenceMs }: StorageDeps) {
  const { dataDir, postgresPort: port } = config;
  const postgres = config.databaseUrl ? null : opened.use(await runEmbeddedPostgres({ dataDir, port, log }));
  const address = postgres?.address ?? config.databaseUrl!;
  const db = openDatabase(address, log, { silenceMs: databaseSilenceMs });
  opened.defer(() => db.destroy());
  if (postgres === null) await requireDatabase(db);
  await migrate(address, log);
  return { db, postgres };
}

async function migrate(address: DatabaseAddress | Secret, log: Log): Promise<void> {
  const db = openDatabase(address, log, { silenceMs: 0 });
  try {
    await migrateUp(db);
  } finally {
    await db.destroy();
  }
}

/** A rotation of the key-encryption key continues in the background and reports when the old key can be removed. */
function rewrapOnce(rewrap: () => Promise<number>, log: Log): AsyncDisposable {
  const done = rewrap().then(
    (count) =>
      log.info(
        { count },
        'Everything is encrypted with the new key; KEY_ENCRYPTION_KEY_PREVIOUS can be removed.',
      ),
    (error: unknown) =>
      log.error(errorFields(error), 'Not everything was re-encrypted; the next start continues.'),
  );
  return { [Symbol.asyncDispose]: () => done };
}
