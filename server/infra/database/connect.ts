import { AppError } from '@neustream/shared/kernel/app-error.ts';
import type { Secret } from '@neustream/shared/kernel/secret.ts';
import knex, { type Knex } from 'knex';
import PostgresDialect from 'knex/lib/dialects/postgres/index.js';
import pg from 'pg';
import type { Log } from '../log.ts';
import { DatabaseUnavailable } from './errors.ts';
import { guardConnection } from './guarded-connection.ts';

/** A pool or a transaction: the first argument of store functions. */
export type Database = Knex;

export interface DatabaseAddress {
  host: string;
  port: number;
  user: string;
  database: string;
  password: Secret;
}

// Counters and amounts stay below 2^53; anything larger would be a bug elsewhere.
const INT8 = 20;
pg.types.setTypeParser(INT8, Number);

/** None of our queries takes nearly as long; a database that stays silent for longer has frozen. */
const SILENCE_MS = 15_000;

/**
 * Opens the pool. Nothing connects yet, and an unreachable database is not an error here: each query fails on its own,
 * within 3 s when no connection can be made, and the pool reconnects when it can.
 * @param silenceMs how long a query may take, in ms; 0 for work that may take as long as it needs
 */
export function openDatabase(
  address: DatabaseAddress | Secret,
  log: Log,
  { silenceMs = SILENCE_MS }: { silenceMs?: number | undefined } = {},
): Knex {
  const quiet = (message: unknown) =>
    log.debug({ database: String(message) }, 'A message from the database pool.');
  return knex({
    log: { warn: quiet, error: quiet, debug: quiet, deprecate: quiet },
    client: dialect(silenceMs),
    connection: {
      ...('host' in address
        ? { ...address, password: address.password.reveal() }
        : { connectionString: address.reveal() }),
      connectionTimeoutMillis: 2_500,
      keepAlive: true,
    },
    pool: { min: 0, max: 16, idleTimeoutMillis: 30_000 },
    acquireConnectionTimeout: 3_000,
  });
}

/** Knex's Postgres dialect with guarded connections, and with a single known error when no connection can be had. */
function dialect(silenceMs: number): typeof Knex.Client {
  return class extends PostgresDialect {
    override async acquireRawConnection() {
      return guardConnection(await super.acquireRawConnection(), silenceMs);
    }

    override async acquireConnection() {
      try {
        return await super.acquireConnection();
      } catch (cause) {
        throw new DatabaseUnavailable('No connection to the database was available.', { cause });
      }
    }
  };
}

/**
 * Checks that an operator's own database can be reached. It may go away later, but starting without it would help
 * nobody.
 * @throws AppError `DATABASE_UNREACHABLE`
 */
export async function requireDatabase(db: Database): Promise<void> {
  try {
    await db.raw('select 1');
  } catch (cause) {
    const reason = cause instanceof DatabaseUnavailable ? cause.cause : cause;
    const words = reason instanceof Error && reason.message !== '' ? reason.message : String(reason);
    throw new AppError({
      code: 'DATABASE_UNREACHABLE',
      fault: 'user',
      message: `The database in DATABASE_URL cannot be used. It said: ${words}`,
      action: 'Check the address, user and password in DATABASE_URL, and that the database is running.',
      cause,
    });
  }
}
