import {
  fitsLimit,
  type LimitName,
  type PlanLimitDetails,
  type PlanLimits,
} from '@neustream/shared/billing/limits.ts';
import type { Database } from '../infra/database/connect.ts';
import { type Problem, UpgradeProblem } from '../infra/http/problem.ts';
import {
  findLiveLimits,
  findPlanOfUser,
  findUsed,
  type LiveLimitsRow,
  type LivePlan,
  listPlans,
  lockUsed,
  type PlanRow,
} from './store.ts';

/** What a user is entitled to, and what they use of it. */
export interface Entitlements {
  plan: PlanRow;
  /** Every plan on offer, cheapest first. */
  plans: readonly PlanRow[];
  used: { sources: number; destinations: number; month_seconds: number };
}

/** Where users change their plan. */
const UPGRADE_URL = '/billing';

/** The calendar month of an instant in UTC, such as `2026-11`. */
export function monthOf(instant: number): string {
  return new Date(instant).toISOString().slice(0, 7);
}

/** What the user is entitled to and uses now, for display. */
export async function readEntitlements(db: Database, userId: string, now: number): Promise<Entitlements> {
  return await compose(db, { userId, now, used: await findUsed(db, userId) });
}

/** The same for taking a slot: until the transaction ends, nothing else can take one of this user's slots. */
export async function lockEntitlements(db: Database, userId: string, now: number): Promise<Entitlements> {
  return await compose(db, { userId, now, used: await lockUsed(db, userId) });
}

/** What a user's plan allows a live session, and how much of the month has been used. */
export interface Allowance {
  limits: Pick<PlanLimits, 'month_seconds' | 'session_seconds'>;
  /** Seconds used this month. */
  used: number;
  /** Such as `720p30`; empty when the plan sets none. */
  bestQuality: string;
  /** How long an encoder may exceed that quality, in ms. */
  qualityGraceMs: number;
}

/** What the plans of several users allow their live sessions, by user id. */
export async function readAllowances(
  db: Database,
  userIds: readonly string[],
  now: number,
): Promise<Map<string, Allowance>> {
  if (userIds.length === 0) return new Map();
  const [[cheapest], rows] = await Promise.all([listPlans(db), findLiveLimits(db, userIds)]);
  return new Map(rows.map((row) => [row.user_id, allowance(row, cheapest, monthOf(now))]));
}

function allowance(row: LiveLimitsRow, cheapest: PlanRow | undefined, month: string): Allowance {
  // A user without a plan of their own gets what the cheapest one allows.
  const plan: LivePlan = row.plan === null && cheapest ? cheapest : row;
  return {
    limits: { month_seconds: plan.month_seconds, session_seconds: plan.session_seconds },
    used: row.month === month ? row.used_seconds : 0,
    bestQuality: String(plan.features?.best_quality ?? ''),
    qualityGraceMs: (plan.quality_grace_seconds ?? 0) * 1000,
  };
}

async function compose(
  db: Database,
  { userId, now, used }: { userId: string; now: number; used: Awaited<ReturnType<typeof findUsed>> },
): Promise<Entitlements> {
  const plans = await listPlans(db);
  const plan = (await findPlanOfUser(db, userId)) ?? plans[0];
  if (!plan || !used) throw new Error(`User ${userId} has no plan.`);
  const month_seconds = used.month === monthOf(now) ? used.month_seconds : 0;
  return { plan, plans, used: { sources: used.sources, destinations: used.destinations, month_seconds } };
}

/** The cheapest plan in which `used` plus `more` fits; null when none is large enough. */
export function cheapestPlan(
  plans: readonly (PlanLimits & { code: string })[],
  { limit, used, more }: { limit: LimitName; used: number; more: number },
): string | null {
  return plans.find((plan) => fitsLimit(plan[limit], used, more))?.code ?? null;
}

const LIMIT_WORDS: Record<LimitName, (limit: number) => string> = {
  sources: (limit) => `${limit} ${limit === 1 ? 'source' : 'sources'}`,
  destinations: (limit) => `${limit} saved ${limit === 1 ? 'destination' : 'destinations'}`,
  live_destinations: (limit) => `${limit} ${limit === 1 ? 'destination' : 'destinations'} live at once`,
  month_seconds: (limit) => `${Math.floor(limit / 3600)} streaming hours a month`,
  session_seconds: (limit) => `${Math.floor(limit / 60)} minutes per session`,
  chat_connectors: (limit) => `${limit} chat connectors`,
  recording_bytes: (limit) => `${Math.floor(limit / 1e9)} GB of recordings`,
};

/**
 * Checks that `more` of something still fits the user's plan.
 * @throws Problem 403 `PLAN_LIMIT` with the limit, how much of it is used, and the cheapest plan that allows it
 */
export function requireRoom(
  { plan, plans }: Pick<Entitlements, 'plan' | 'plans'>,
  { limit, used, more }: { limit: LimitName; used: number; more: number },
): void {
  const most = plan[limit];
  if (most === null || fitsLimit(most, used, more)) return;
  throw planLimit({ limit_name: limit, limit: most, used, plan: plan.code, plans, more });
}

function planLimit({
  plans,
  more,
  ...parts
}: Omit<PlanLimitDetails, 'required_plan'> & { plans: readonly PlanRow[]; more: number }): Problem {
  const required_plan = cheapestPlan(plans, { limit: parts.limit_name, used: parts.used, more });
  const name = plans.find(({ code }) => code === required_plan)?.name;
  return new UpgradeProblem(UPGRADE_URL, {
    code: 'PLAN_LIMIT',
    fault: 'user',
    message: `Your plan allows ${LIMIT_WORDS[parts.limit_name](parts.limit)}.`,
    action: name ? `Upgrade to ${name}, or free some room first.` : 'Free some room first.',
    details: { ...parts, required_plan } satisfies PlanLimitDetails,
  });
}

/** What is left of the limits that lists and forms show; null is unlimited. */
export function remaining({ plan, used }: Entitlements) {
  const left = (limit: number | null, taken: number) => (limit === null ? null : Math.max(0, limit - taken));
  const seconds = left(plan.month_seconds, used.month_seconds);
  return {
    sources_remaining: left(plan.sources, used.sources),
    destinations_remaining: left(plan.destinations, used.destinations),
    streaming_hours_remaining: seconds === null ? null : Math.round((seconds / 3600) * 100) / 100,
  };
}
