import { join } from 'node:path';
import { systemClock } from '@neustream/shared/kernel/clock.ts';
import { writeFileAtomically } from '@neustream/shared/node/atomic-file.ts';
import { runCommand, withDatabase } from './command.ts';
import { migrateUp } from './infra/database/migrate.ts';
import { createVault } from './infra/secrets/vault.ts';
import { createNodeClient, type NodeCommand, parseNodeCommand, runNodeCommand } from './nodes/public.ts';
import { NODE_TOKEN_FILE, prepareSecrets } from './secrets.ts';

await runCommand(async () => await perform(parseNodeCommand(process.argv.slice(2))));

function perform(command: NodeCommand): Promise<void> {
  return withDatabase(async ({ config, db }) => {
    await migrateUp(db);
    const { keyEncryption } = await prepareSecrets(config);
    const vault = createVault(keyEncryption);
    const deps = { db, vault, clock: systemClock, nodeClient: createNodeClient({ db, vault }) };
    // A node that shares our data folder and has no token of its own in its settings reads it there.
    const file = config.mediaNodeToken === null ? join(config.dataDir, NODE_TOKEN_FILE) : null;
    const keep = file === null ? null : (token: string) => writeFileAtomically(file, token);
    const text = await runNodeCommand({ ...deps, ownNodeId: config.mediaNodeId, keep }, command);
    process.stdout.write(`${text}\n`);
  });
}
