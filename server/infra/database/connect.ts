import { AppError } from '@neustream/shared/kernel/app-error.ts';
import type { Secret } from '@neustream/shared/kernel/secret.ts';
import knex, { type Knex } from 'knex';
import PostgresDialect from 'knex/lib/dialects/postgres/index.js';
import pg from 'pg';
import type { Log } from '../log.ts';
import { DatabaseUnavailable } from './errors.ts';
import { guardConnection } from './guarded-connection.ts';

/** A pool or a transaction: what store functions take first. */
export type Database = Knex;

export interface DatabaseAddress {
  host: string;
  port: number;
  user: string;
  database: string;
  password: Secret;
}

// Counters and amounts stay below 2^53; a larger one would be a bug elsewhere.
const INT8 = 20;
pg.types.setTypeParser(INT8, Number);

/** No query of ours takes nearly as long; a database that keeps silent longer has frozen. */
const SILENCE_MS = 15_000;

/**
 * Opens the pool. Nothing connects yet, and a database that goes away is not an error here: each query fails by
 * itself, within 3 s where nothing can be connected, and the pool connects anew when it can.
 * @param silenceMs how long a query may take, in ms; 0 for work that may take as long as it needs
 */
export function openDatabase(
  address: DatabaseAddress | Secret,
  log: Log,
  { silenceMs = SILENCE_MS }: { silenceMs?: number | undefined } = {},
): Knex {
  const quiet = (message: unknown) =>
    log.debug({ database: String(message) }, 'The database pool says something.');
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

/** Postgres as Knex speaks it, whose connections are guarded and where none can be had for one known reason. */
function dialect(silenceMs: number): typeof Knex.Client {
  return class extends PostgresDialect {
    override async acquireRawConnection() {
      return guardConnection(await super.acquireRawConnection(), silenceMs);
    }

    override async acquireConnection() {
      try {
        return await super.acquireConnection();
      } catch (cause) {
        throw new DatabaseUnavailable('No connection to the database could be had.', { cause });
      }
    }
  };
}

/**
 * Asks a database of the operator's own whether it is there. It may go away later; a start without it helps nobody.
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
      message: `The database given in DATABASE_URL cannot be used. It said: ${words}`,
      action: 'Check address, user and password in DATABASE_URL, and that the database runs.',
      cause,
    });
  }
}
