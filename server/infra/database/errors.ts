import { AppError } from '@neustream/shared/kernel/app-error.ts';

// https://www.postgresql.org/docs/current/errcodes-appendix.html
const GONE_CODES = /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|08...|57P0[123]|53300)$/;
const GONE_WORDS =
  /Connection terminated|Query read timeout|Timeout acquiring a connection|connection timeout|Client has encountered a connection error|not queryable|Unable to acquire a connection/i;
const FULL_CODES = /^(53100|58030)$/;

/** Whether an error means that the database cannot be reached now, not that the query was wrong. */
export function isDatabaseGone(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof AggregateError && error.errors.some(isDatabaseGone)) return true;
  return GONE_CODES.test(codeOf(error)) || GONE_WORDS.test(error.message);
}

/** Whether an insert met a row that is already there. */
export function isDuplicate(error: unknown, constraint?: string): boolean {
  if (!(error instanceof Error) || codeOf(error) !== '23505') return false;
  return constraint === undefined || ('constraint' in error && error.constraint === constraint);
}

/** The error for people when the database is away or full; null for any other error. */
export function databaseProblem(error: unknown): AppError | null {
  if (isDatabaseGone(error)) {
    return new AppError({
      code: 'DATABASE_UNAVAILABLE',
      fault: 'ours',
      message: 'The database is not available at the moment. Running streams are not affected.',
      action: 'Try again in a few seconds.',
      cause: error,
    });
  }
  if (error instanceof Error && FULL_CODES.test(codeOf(error))) {
    return new AppError({
      code: 'DATABASE_FULL',
      fault: 'ours',
      message: 'The server’s disk is full. Running streams are not affected.',
      action: 'The operator has to free space on the disk of the database.',
      cause: error,
    });
  }
  return null;
}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : '';
}
