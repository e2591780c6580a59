import { type PlanLimitDetails, planLimitDetails } from '@neustream/shared/billing/limits.ts';
import { errorBody, type FieldError, validationDetails } from '@neustream/shared/contracts/errors.ts';
import type { Fault } from '@neustream/shared/kernel/app-error.ts';

export interface FailureParts {
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

/** A call that did not succeed. `status` is 0 when no answer came (codes `OFFLINE`, `TIMED_OUT`). */
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

/**
 * What is wrong with each field, by dotted path; empty when the failure is not about fields. The code where the server
 * gives one, otherwise its English sentence.
 */
export function fieldErrors(error: unknown): Record<string, FieldError | string> {
  if (!(error instanceof ApiFailure) || error.code !== 'VALIDATION_FAILED') return {};
  if (error.fields) return error.fields;
  return validationDetails.safeParse(error.details).data ?? {};
}

/** Which limit was met, when the failure is a plan limit. */
export function planLimitOf(error: unknown): PlanLimitDetails | null {
  if (!(error instanceof ApiFailure) || error.code !== 'PLAN_LIMIT') return null;
  return planLimitDetails.safeParse(error.details).data ?? null;
}

/** No answer at all: the computer is offline, the server is away, or it took too long. */
export function unanswered(code: 'OFFLINE' | 'TIMED_OUT'): ApiFailure {
  return new ApiFailure({ status: 0, code, fault: 'ours', message: code, action: '' });
}

/** Reads the error body of an answer; anything unreadable becomes `UNREADABLE`. */
export async function failureOf(response: Response): Promise<ApiFailure> {
  const retryAfter = Number(response.headers.get('retry-after'));
  const known = {
    status: response.status,
    retryAfterSeconds: retryAfter > 0 ? retryAfter : null,
    requestId: response.headers.get('x-request-id'),
  };
  const body = errorBody.safeParse(await response.json().catch(() => null)).data;
  if (body === undefined) {
    return new ApiFailure({ ...known, code: 'UNREADABLE', fault: 'ours', message: 'UNREADABLE', action: '' });
  }
  return new ApiFailure({ ...known, ...body, message: body.error });
}
