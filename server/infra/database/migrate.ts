import type { Knex } from 'knex';
import * as accounts from './migrations/001-accounts.ts';
import * as plans from './migrations/002-plans.ts';
import * as sources from './migrations/003-sources.ts';
import * as sessions from './migrations/004-sessions.ts';
import * as tracking from './migrations/005-plan-limits-tracking.ts';
import * as operations from './migrations/006-operations.ts';
import * as counters from './migrations/007-session-counters.ts';
import * as triggers from './migrations/008-limit-triggers.ts';
import * as desired from './migrations/009-desired.ts';
import * as signInGuard from './migrations/010-sign-in-guard.ts';
import * as idempotency from './migrations/011-idempotency.ts';
import * as nodeTokens from './migrations/012-media-node-tokens.ts';
import * as interruptions from './migrations/013-session-interruptions.ts';
import * as qualityGrace from './migrations/014-quality-grace.ts';
import * as destinationLogins from './migrations/015-destination-logins.ts';
import * as nodeLanes from './migrations/016-node-lanes.ts';
import * as sceneCollections from './migrations/017-scene-collections.ts';

const MIGRATIONS: Record<string, Knex.Migration> = {
  '001-accounts': accounts,
  '002-plans': plans,
  '003-sources': sources,
  '004-sessions': sessions,
  '005-plan-limits-tracking': tracking,
  '006-operations': operations,
  '007-session-counters': counters,
  '008-limit-triggers': triggers,
  '009-desired': desired,
  '010-sign-in-guard': signInGuard,
  '011-idempotency': idempotency,
  '012-media-node-tokens': nodeTokens,
  '013-session-interruptions': interruptions,
  '014-quality-grace': qualityGrace,
  '015-destination-logins': destinationLogins,
  '016-node-lanes': nodeLanes,
  '017-scene-collections': sceneCollections,
};

const CONFIG: Knex.MigratorConfig = {
  migrationSource: {
    getMigrations: async () => Object.keys(MIGRATIONS),
    getMigrationName: (name: string) => name,
    getMigration: async (name: string) => MIGRATIONS[name]!,
  },
};

// An arbitrary number that no other program uses for an advisory lock in the same database.
const LOCK = 7_201_942;

/**
 * Brings the database up to date; several processes may start at once. Returns the names of the migrations applied. One
 * that fails or is killed half-way leaves nothing behind: all of them run in one transaction.
 */
export async function migrateUp(db: Knex): Promise<string[]> {
  return await db.transaction(async (tx) => {
    await tx.raw('select pg_advisory_xact_lock(?)', [LOCK]);
    const [, applied] = await tx.migrate.latest({ ...CONFIG, disableTransactions: true });
    return applied;
  });
}

/** Reverts the newest migration. Returns its name, or null when none is left. */
export async function migrateDown(db: Knex): Promise<string | null> {
  return await db.transaction(async (tx) => {
    const [, undone] = await tx.migrate.down({ ...CONFIG, disableTransactions: true });
    return undone[0] ?? null;
  });
}
