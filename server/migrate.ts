import { runCommand, withDatabase } from './command.ts';
import { migrateUp } from './infra/database/migrate.ts';

await runCommand(() =>
  withDatabase(async ({ db }) => {
    const applied = await migrateUp(db);
    process.stdout.write(
      applied.length > 0 ? `Applied: ${applied.join(', ')}\n` : 'The database is up to date.\n',
    );
  }),
);
