import { z } from 'zod';

/** What a plan limits. */
export const LIMIT_NAMES = [
  'sources',
  'destinations',
  'live_destinations',
  'month_seconds',
  'session_seconds',
  'chat_connectors',
  'recording_bytes',
] as const;
export type LimitName = (typeof LIMIT_NAMES)[number];

export const PLAN_CODES = ['free', 'pro', 'business'] as const;
export type PlanCode = (typeof PLAN_CODES)[number];

/** Limits of one plan; null is unlimited. */
export const planLimits = z.object({
  sources: z.number().int().nullable(),
  destinations: z.number().int().nullable(),
  live_destinations: z.number().int().nullable(),
  month_seconds: z.number().int().nullable(),
  session_seconds: z.number().int().nullable(),
  chat_connectors: z.number().int().nullable(),
  recording_bytes: z.number().int().nullable(),
});
export type PlanLimits = z.infer<typeof planLimits>;

/** What is left of a plan, returned with whatever was just created; null is unlimited. */
export const remainingLimits = z.object({
  sources_remaining: z.number().int().nullable(),
  destinations_remaining: z.number().int().nullable(),
  streaming_hours_remaining: z.number().nullable(),
});

/** `details` of an answer with the code `PLAN_LIMIT`. */
export const planLimitDetails = z.object({
  limit_name: z.enum(LIMIT_NAMES),
  limit: z.number().int(),
  used: z.number().int(),
  plan: z.string(),
  /** The cheapest plan that allows it; null when no plan does. */
  required_plan: z.string().nullable(),
});
export type PlanLimitDetails = z.infer<typeof planLimitDetails>;

/** When to warn before a time limit ends a session, as shares of the limit. */
export const LIMIT_WARNINGS = [0.8, 0.95] as const;

/** Whether `more` on top of `used` stays within a limit; a null limit is unlimited. */
export function fitsLimit(limit: number | null, used: number, more: number): boolean {
  return limit === null || used + more <= limit;
}
