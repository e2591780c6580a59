import type { ValidationDetails } from '@neustream/shared/contracts/errors.ts';
import { AppError, type AppErrorParts } from '@neustream/shared/kernel/app-error.ts';

/** An error that says which HTTP status carries it. */
export class Problem extends AppError {
  readonly status: number;
  readonly headers: Record<string, string>;

  constructor(status: number, parts: AppErrorParts, headers: Record<string, string> = {}) {
    super(parts);
    this.status = status;
    this.headers = headers;
  }
}

type Words = Pick<AppErrorParts, 'code' | 'message' | 'action'> & Partial<AppErrorParts>;

const by =
  (status: number, fault: AppErrorParts['fault']) =>
  (words: Words, headers?: Record<string, string>): Problem =>
    new Problem(status, { fault, ...words }, headers);

/** The request conflicts with what is. */
export const conflict = by(409, 'user');
/** Signed in, but not allowed. */
export const forbidden = by(403, 'user');
/** Nobody is signed in. */
export const unauthorized = by(401, 'user');
/** Understood but not acceptable. */
export const unprocessable = by(422, 'user');
/** Not possible right now, through no fault of the caller. */
export const unavailable = by(503, 'ours');

/** Not there, or somebody else's, which must look the same. */
export function notFound(what: string): Problem {
  return new Problem(404, {
    code: 'NOT_FOUND',
    fault: 'user',
    message: `There is no such ${what}.`,
    action: 'It may have been deleted. Go back and choose again.',
  });
}

/** Input that fails validation: one sentence per field, by dotted path. */
export function validationFailed(fields: ValidationDetails): Problem {
  const sentences = Object.values(fields);
  return new Problem(422, {
    code: 'VALIDATION_FAILED',
    fault: 'user',
    message: sentences[0] ?? 'Something is not filled in as it should be.',
    action: 'Correct the marked fields and try again.',
    details: fields,
  });
}

export function malformed(message: string): Problem {
  return new Problem(400, {
    code: 'MALFORMED',
    fault: 'user',
    message,
    action: 'Send valid JSON of at most 1 MB.',
  });
}
