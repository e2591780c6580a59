import { readFileSync } from 'node:fs';
import { AppError } from '@neustream/shared/kernel/app-error.ts';
import { readServerConfig, type ServerConfig } from './config.ts';
import { type Database, openDatabase } from './infra/database/connect.ts';
import { borrowEmbeddedPostgres } from './infra/database/embedded/borrow.ts';
import { createLog } from './infra/log.ts';

/** Runs a command that an operator called from a terminal; a failure becomes a sentence and exit code 1. */
export async function runCommand(work: () => Promise<void>): Promise<void> {
  // Whatever has begun is completed, so that a database it started is stopped properly.
  process.on('SIGINT', () => undefined).on('SIGTERM', () => undefined);
  try {
    await work();
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    process.stderr.write(`${error.message}\n${error.action}\n`);
    process.exitCode = 1;
  }
}

/**
 * Works on the database: that of a running server, which is left running, or the embedded one, which is started for the
 * purpose and stopped afterwards.
 */
export async function withDatabase(
  work: (parts: { config: ServerConfig; db: Database }) => Promise<void>,
): Promise<void> {
  const config = readServerConfig({ env: process.env, readFile: (path) => readFileSync(path, 'utf8') });
  const log = createLog(config.logLevel);
  await using opened = new AsyncDisposableStack();
  const { dataDir, postgresPort: port, databaseUrl } = config;
  const postgres = databaseUrl ? null : opened.use(await borrowEmbeddedPostgres({ dataDir, port, log }));
  const db = openDatabase(postgres?.address ?? databaseUrl!, log, { silenceMs: 0 });
  opened.defer(() => db.destroy());
  await work({ config, db });
}
