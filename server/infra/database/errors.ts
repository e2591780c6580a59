import { AppError } from '@neustream/shared/kernel/app-error.ts';
import pg from 'pg';

/** The database could not be reached, was lost or stayed silent. The query itself may be fine. */
export class DatabaseUnavailable extends Error {
  override readonly name = 'DatabaseUnavailable';
}

// SQLSTATE classes or whole codes by which Postgres says that it cannot work at the moment:
// https://www.postgresql.org/docs/current/errcodes-appendix.html
const UNAVAILABLE_CLASSES = ['08', '53'];
const UNAVAILABLE: Record<string, string> = {
  '25006': 'read_only_sql_transaction, of a standby or one in recovery',
  '25P03': 'idle_in_transaction_session_timeout',
  '25P04': 'transaction_timeout',
  '55P03': 'lock_not_available, after lock_timeout',
  '57014': 'query_canceled, after statement_timeout',
  '57P01': 'admin_shutdown',
  '57P02': 'crash_shutdown',
  '57P03': 'cannot_connect_now, while starting, stopping or in recovery',
  '57P04': 'database_dropped',
  '57P05': 'idle_session_timeout',
};
const FULL: Record<string, string> = { '53100': 'disk_full', '58030': 'io_error' };

/** Whether an error means that the database cannot be used now, rather than that the query was wrong. */
export function isDatabaseGone(error: unknown): boolean {
  if (error instanceof DatabaseUnavailable) return true;
  const state = sqlStateOf(error);
  return state in UNAVAILABLE || UNAVAILABLE_CLASSES.includes(state.slice(0, 2));
}

/** Whether an insert hit a row that already exists. */
export function isDuplicate(error: unknown, constraint?: string): boolean {
  if (!(error instanceof pg.DatabaseError) || sqlStateOf(error) !== '23505') return false;
  return constraint === undefined || error.constraint === constraint;
}

/** The error for people when the database is unreachable or full; null for any other error. */
export function databaseProblem(error: unknown): AppError | null {
  if (sqlStateOf(error) in FULL) {
    return new AppError({
      code: 'DATABASE_FULL',
      fault: 'ours',
      message: 'The server’s disk is full. Running streams are not affected.',
      action: 'Whoever runs this server has to free space on the database’s disk.',
      cause: error,
    });
  }
  if (!isDatabaseGone(error)) return null;
  return new AppError({
    code: 'DATABASE_UNAVAILABLE',
    fault: 'ours',
    message: 'The database is not available at the moment. Running streams are not affected.',
    action: 'Try again in a few seconds.',
    cause: error,
  });
}

function sqlStateOf(error: unknown): string {
  return error instanceof pg.DatabaseError ? (error.code ?? '') : '';
}
