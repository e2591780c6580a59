import { type PlanLimitDetails, planLimitDetails } from '@neustream/shared/billing/limits.ts';
import { type FieldError, validationDetails } from '@neustream/shared/contracts/errors.ts';
import { ApiFailure } from '@neustream/shared/contracts/failure.ts';

/** What is wrong with a field, with the server's own sentence about it. */
export type RefusedField = FieldError & { sentence?: string | undefined };

/**
 * What is wrong with each field, by dotted path; empty when the failure is not about fields. Only a sentence where the
 * server sent no code.
 */
export function fieldErrors(error: unknown): Record<string, RefusedField | string> {
  if (!(error instanceof ApiFailure) || error.code !== 'VALIDATION_FAILED') return {};
  const refused: Record<string, RefusedField | string> = {};
  const sentences = validationDetails.safeParse(error.details).data ?? {};
  Object.assign(refused, sentences);
  for (const [path, { code, params }] of Object.entries(error.fields ?? {}))
    refused[path] = { code, params, sentence: sentences[path] };
  return refused;
}

/** Which limit was reached, when the failure is a plan limit. */
export function planLimitOf(error: unknown): PlanLimitDetails | null {
  if (!(error instanceof ApiFailure) || error.code !== 'PLAN_LIMIT') return null;
  return planLimitDetails.safeParse(error.details).data ?? null;
}
