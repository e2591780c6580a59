import { readFileSync } from 'node:fs';
import { AppError } from '@neustream/shared/kernel/app-error.ts';
import { readServerConfig } from './config.ts';
import { openDatabase } from './infra/database/connect.ts';
import { borrowEmbeddedPostgres } from './infra/database/embedded/borrow.ts';
import { migrateUp } from './infra/database/migrate.ts';
import { createLog } from './infra/log.ts';

// A migration that has begun is finished, so that a database it started is stopped properly.
process.on('SIGINT', () => undefined).on('SIGTERM', () => undefined);

try {
  const config = readServerConfig({ env: process.env, readFile: (path) => readFileSync(path, 'utf8') });
  const log = createLog(config.logLevel);
  await using opened = new AsyncDisposableStack();
  const { dataDir, postgresPort: port } = config;
  const postgres = config.databaseUrl
    ? null
    : opened.use(await borrowEmbeddedPostgres({ dataDir, port, log }));
  const db = openDatabase(postgres?.address ?? config.databaseUrl!, log, { silenceMs: 0 });
  opened.defer(() => db.destroy());
  const applied = await migrateUp(db);
  process.stdout.write(
    applied.length > 0 ? `Applied: ${applied.join(', ')}\n` : 'The database is up to date.\n',
  );
} catch (error) {
  if (!(error instanceof AppError)) throw error;
  process.stderr.write(`${error.message}\n${error.action}\n`);
  process.exitCode = 1;
}
