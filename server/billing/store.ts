import type { PlanLimits } from '@neustream/shared/billing/limits.ts';
import type { Database } from '../infra/database/connect.ts';

export interface PlanRow extends PlanLimits {
  code: string;
  rank: number;
  name: string;
  description: string;
  usd_month: number;
  usd_year: number;
  inr_month: number;
  inr_year: number;
  features: Record<string, string | boolean | number>;
  /** How long an encoder may exceed `features.best_quality`. */
  quality_grace_seconds: number;
}

/** How much a user has of everything that plans limit. */
export interface UsedRow {
  sources: number;
  destinations: number;
  /** The month that `month_seconds` belongs to, such as `2026-11`. */
  month: string;
  month_seconds: number;
}

export async function listPlans(db: Database): Promise<PlanRow[]> {
  return await db('subscription_plans').where({ is_active: true }).orderBy('rank');
}

export async function insertSubscription(
  db: Database,
  row: { id: string; user_id: string; plan_code: string; created_at: Date },
): Promise<void> {
  await db('user_subscriptions').insert({ ...row, provider: 'none', status: 'active' });
}

export async function findPlanOfUser(db: Database, userId: string): Promise<PlanRow | undefined> {
  return await db('subscription_plans')
    .join('user_subscriptions', 'user_subscriptions.plan_code', 'subscription_plans.code')
    .where('user_subscriptions.user_id', userId)
    .whereNot('user_subscriptions.status', 'canceled')
    .first('subscription_plans.*');
}

export async function findUsed(db: Database, userId: string): Promise<UsedRow | undefined> {
  return await db('plan_limits_tracking').where({ user_id: userId }).first();
}

/** Like `findUsed`, but makes everything else that takes a slot wait until the transaction ends. */
export async function lockUsed(db: Database, userId: string): Promise<UsedRow | undefined> {
  return await db('plan_limits_tracking').where({ user_id: userId }).forUpdate().first();
}

/** What a plan says about live sessions. */
export type LivePlan = Pick<PlanRow, 'month_seconds' | 'session_seconds'> & {
  [Name in 'features' | 'quality_grace_seconds']: PlanRow[Name] | null;
};

/** How much streaming time a user has used, and what their plan allows; `plan` is null without a plan of their own. */
export interface LiveLimitsRow extends LivePlan {
  user_id: string;
  month: string;
  used_seconds: number;
  plan: string | null;
}

/** The limits of live sessions of several users, in one query. */
export async function findLiveLimits(db: Database, userIds: readonly string[]): Promise<LiveLimitsRow[]> {
  return await db('plan_limits_tracking as t')
    .leftJoin('user_subscriptions as s', (join) =>
      join.on('s.user_id', 't.user_id').andOnVal('s.status', '<>', 'canceled'),
    )
    .leftJoin('subscription_plans as p', 'p.code', 's.plan_code')
    .whereIn('t.user_id', userIds)
    .select(
      ...['t.user_id', 't.month', 't.month_seconds as used_seconds', 'p.code as plan', 'p.month_seconds'],
      ...['p.session_seconds', 'p.features', 'p.quality_grace_seconds'],
    );
}
