import { type PlanLimitDetails, planLimitDetails } from '@neustream/shared/billing/limits.ts';
import { type FieldError, validationDetails } from '@neustream/shared/contracts/errors.ts';
import { ApiFailure } from '@neustream/shared/contracts/failure.ts';

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
