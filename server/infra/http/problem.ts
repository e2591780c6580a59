import type { FieldCode, FieldError } from '@neustream/shared/contracts/errors.ts';
import { fieldSentence } from '@neustream/shared/contracts/field-error.ts';
import { AppError, type AppErrorParts } from '@neustream/shared/kernel/app-error.ts';

/** An error with the HTTP status that carries it. */
export class Problem extends AppError {
  readonly status: number;
  readonly headers: Record<string, string>;

  constructor(status: number, parts: AppErrorParts, headers: Record<string, string> = {}) {
    super(parts);
    this.status = status;
    this.headers = headers;
  }
}

/** Not allowed as things stand, but allowed after an upgrade, which is available at an address. */
export class UpgradeProblem extends Problem {
  readonly upgradeUrl: string;

  constructor(upgradeUrl: string, parts: AppErrorParts) {
    super(403, parts);
    this.upgradeUrl = upgradeUrl;
  }
}

type Words = Pick<AppErrorParts, 'code' | 'message' | 'action'> & Partial<AppErrorParts>;

const by =
  (status: number, fault: AppErrorParts['fault']) =>
  (words: Words, headers?: Record<string, string>): Problem =>
    new Problem(status, { fault, ...words }, headers);

/** The request conflicts with the current state. */
export const conflict = by(409, 'user');
/** Signed in, but not allowed. */
export const forbidden = by(403, 'user');
/** Nobody is signed in. */
export const unauthorized = by(401, 'user');
/** Understood but not acceptable. */
export const unprocessable = by(422, 'user');
/** Not possible right now, through no fault of the caller. */
export const unavailable = by(503, 'ours');

/** Does not exist, or belongs to somebody else; the two must look the same. */
export function notFound(what: string): Problem {
  return new Problem(404, {
    code: 'NOT_FOUND',
    fault: 'user',
    message: `We could not find this ${what}.`,
    action: 'It may have been deleted. Go back and pick another one.',
  });
}

/** Input that fails validation: what is wrong with each field, by dotted path. */
export class ValidationProblem extends Problem {
  readonly fields: Record<string, FieldError>;

  constructor(fields: Record<string, FieldError>) {
    const sentences = Object.fromEntries(
      Object.entries(fields).map(([path, error]) => [path, fieldSentence(error)]),
    );
    super(422, {
      code: 'VALIDATION_FAILED',
      fault: 'user',
      message: Object.values(sentences)[0] ?? 'Something is not filled in correctly.',
      action: 'Correct the marked fields and try again.',
      details: sentences,
    });
    this.fields = fields;
  }
}

/** The same for what a schema cannot check; a bare code stands for an error without parameters. */
export function validationFailed(
  fields: Record<string, FieldCode | { code: FieldCode; params?: FieldError['params'] }>,
): ValidationProblem {
  const entries = Object.entries(fields).map(([path, error]) => [
    path,
    typeof error === 'string' ? { code: error } : error,
  ]);
  return new ValidationProblem(Object.fromEntries(entries));
}

/** A body of a type that is not accepted here. */
export function wrongType(wanted: string): Problem {
  return new Problem(415, {
    code: 'WRONG_CONTENT_TYPE',
    fault: 'user',
    message: `The body must be ${wanted}.`,
    action: `Send it with Content-Type: ${wanted}.`,
  });
}

export function malformed(message: string): Problem {
  return new Problem(400, {
    code: 'MALFORMED',
    fault: 'user',
    message,
    action: 'Send valid JSON.',
  });
}
