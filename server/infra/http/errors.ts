import type { ErrorBody } from '@neustream/shared/contracts/errors.ts';
import { AppError } from '@neustream/shared/kernel/app-error.ts';
import type { ErrorRequestHandler } from 'express';
import { databaseProblem } from '../database/errors.ts';
import { errorFields, type Log } from '../log.ts';
import { malformed, notFound, Problem, UpgradeProblem, ValidationProblem } from './problem.ts';
import { requestIdOf } from './request-id.ts';

const RETRY_SOON = { 'Retry-After': '2' };

/** Any error as the problem shown to people; null for one that must not be revealed. */
export function problemOf(error: unknown): Problem | null {
  if (error instanceof Problem) return error;
  const database = databaseProblem(error);
  if (database) return new Problem(503, database, RETRY_SOON);
  if (error instanceof AppError) return new Problem(error.fault === 'ours' ? 500 : 400, error);
  return expressProblem(error);
}

// Errors of Express's body parser and file server carry a `status`: https://github.com/expressjs/body-parser#errors
function expressProblem(error: unknown): Problem | null {
  if (!(error instanceof Error) || !('status' in error) || typeof error.status !== 'number') return null;
  if (error.status === 404) return notFound('file');
  const known = EXPRESS_PROBLEMS[error.status];
  const headers = 'headers' in error ? (error.headers as Record<string, string>) : {};
  if (known) return new Problem(error.status, { fault: 'user', ...known }, headers);
  return error.status >= 400 && error.status < 500 ? malformed('The request could not be read.') : null;
}

const EXPRESS_PROBLEMS: Partial<Record<number, Pick<AppError, 'code' | 'message' | 'action'>>> = {
  413: { code: 'TOO_LARGE', message: 'The request is too large.', action: 'Send less at once.' },
  415: {
    code: 'WRONG_CONTENT_TYPE',
    message: 'The body’s character set or encoding is not supported.',
    action: 'Send it as UTF-8, uncompressed or with gzip.',
  },
  416: {
    code: 'NO_SUCH_RANGE',
    message: 'The file has no such part.',
    action: 'Ask for a part within the size that Content-Range gives.',
  },
};

/** The error body, for people and programs. */
export function errorBodyOf(problem: Problem, requestId: string): ErrorBody {
  return {
    error: problem.message,
    code: problem.code,
    fault: problem.fault,
    action: problem.action,
    ...(problem.details === undefined ? {} : { details: problem.details }),
    ...(problem instanceof ValidationProblem ? { fields: problem.fields } : {}),
    ...(problem instanceof UpgradeProblem ? { upgrade_url: problem.upgradeUrl } : {}),
    request_id: requestId,
  };
}

const UNKNOWN = {
  code: 'INTERNAL',
  fault: 'ours',
  message: 'Something went wrong on our side.',
  action: 'Try again. If it keeps happening, contact support with the request id.',
} as const;

/** Turns every error into the one error format. Unexpected ones are logged, and reveal nothing of the inside. */
export function errorHandler(log: Log): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    const requestId = requestIdOf(response);
    const known = problemOf(error);
    // A 500 is ours to look into, even when people get a sentence; a 503 passes by itself.
    if (!known || known.status === 500)
      log.error({ requestId, method: request.method, ...errorFields(error) }, 'A request failed.');
    if (response.headersSent) return next(error);
    const problem = known ?? new Problem(500, UNKNOWN);
    response.status(problem.status).set(problem.headers).json(errorBodyOf(problem, requestId));
  };
}
