import type { Fault } from '../kernel/app-error.ts';
import { errorBody, type FieldError } from './errors.ts';
import type { WebResponse } from './web.ts';

interface FailureParts {
  status: number;
  code: string;
  fault: Fault;
  message: string;
  action: string;
  details?: unknown;
  fields?: Record<string, FieldError> | undefined;
  retryAfterSeconds?: number | null;
  requestId?: string | null;
}

/**
 * A call that did not succeed, as the error body describes it. `status` is 0 when no answer came (codes `OFFLINE`,
 * `TIMED_OUT`); an answer outside the contract has the code `UNREADABLE`.
 */
export class ApiFailure extends Error {
  readonly status: number;
  readonly code: string;
  readonly fault: Fault;
  readonly action: string;
  readonly details: unknown;
  readonly fields: Record<string, FieldError> | undefined;
  readonly retryAfterSeconds: number | null;
  readonly requestId: string | null;

  constructor(parts: FailureParts) {
    super(parts.message);
    this.name = 'ApiFailure';
    this.status = parts.status;
    this.code = parts.code;
    this.fault = parts.fault;
    this.action = parts.action;
    this.details = parts.details;
    this.fields = parts.fields;
    this.retryAfterSeconds = parts.retryAfterSeconds ?? null;
    this.requestId = parts.requestId ?? null;
  }
}

/** No answer at all: this machine is offline, the server cannot be reached, or it took too long. */
export function unanswered(code: 'OFFLINE' | 'TIMED_OUT'): ApiFailure {
  return new ApiFailure({ status: 0, code, fault: 'ours', message: code, action: '' });
}

/** An answer outside the contract. */
export function unreadable(response: WebResponse, message: string): ApiFailure {
  return new ApiFailure({ ...known(response), code: 'UNREADABLE', fault: 'ours', message, action: '' });
}

/** Parses the error body of an answer. */
export async function failureOf(response: WebResponse): Promise<ApiFailure> {
  const body = errorBody.safeParse(await response.json().catch(() => null)).data;
  if (body === undefined) return unreadable(response, 'UNREADABLE');
  return new ApiFailure({ ...known(response), ...body, message: body.error });
}

function known(response: WebResponse) {
  const retryAfter = Number(response.headers.get('retry-after'));
  return {
    status: response.status,
    retryAfterSeconds: retryAfter > 0 ? retryAfter : null,
    requestId: response.headers.get('x-request-id'),
  };
}
