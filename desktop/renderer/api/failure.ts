import { type PlanLimitDetails, planLimitDetails } from '@neustream/shared/billing/limits.ts';
import { type FieldError, validationDetails } from '@neustream/shared/contracts/errors.ts';
import { ApiFailure } from '@neustream/shared/contracts/failure.ts';

/** What is wrong with a field, and the server's own sentence about it. */
export type RefusedField = FieldError & { sentence?: string };

/** What is wrong with each field, by dotted path; empty when the failure is not about fields. */
export function fieldErrors(error: unknown): Record<string, RefusedField> {
  if (!(error instanceof ApiFailure) || error.code !== 'VALIDATION_FAILED') return {};
  const sentences = validationDetails.safeParse(error.details).data ?? {};
  const refused: Record<string, RefusedField> = {};
  for (const [path, sentence] of Object.entries(sentences)) refused[path] = { code: 'NOT_VALID', sentence };
  for (const [path, problem] of Object.entries(error.fields ?? {}))
    refused[path] = { ...refused[path], ...problem };
  return refused;
}

/** Which limit was met, when the failure is a plan limit. */
export function planLimitOf(error: unknown): PlanLimitDetails | null {
  if (!(error instanceof ApiFailure) || error.code !== 'PLAN_LIMIT') return null;
  return planLimitDetails.safeParse(error.details).data ?? null;
}
