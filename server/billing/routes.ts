import { LIMIT_NAMES, type PlanLimits } from '@neustream/shared/billing/limits.ts';
import type { SUBSCRIPTION_ROUTES } from '@neustream/shared/billing/routes.ts';
import type { Clock } from '@neustream/shared/kernel/clock.ts';
import type { Database } from '../infra/database/connect.ts';
import type { Handlers } from '../infra/http/handler.ts';
import { readEntitlements } from './entitlements.ts';
import { listPlans, type PlanRow } from './store.ts';

/** What billing needs from outside. */
export interface BillingDeps {
  db: Database;
  clock: Clock;
}

export function billingRoutes({ db, clock }: BillingDeps): Handlers<typeof SUBSCRIPTION_ROUTES> {
  return {
    plans: async () => ({ plans: (await listPlans(db)).map(planView) }),

    mySubscription: async ({ caller }) => {
      const { plan, used } = await readEntitlements(db, caller.userId, clock());
      return { plan: { code: plan.code, name: plan.name }, limits: limitsOf(plan), used };
    },
  };
}

function planView(plan: PlanRow) {
  const { code, name, description, features } = plan;
  const prices = [
    { currency: 'USD' as const, cycle: 'month' as const, amount: plan.usd_month },
    { currency: 'USD' as const, cycle: 'year' as const, amount: plan.usd_year },
    { currency: 'INR' as const, cycle: 'month' as const, amount: plan.inr_month },
    { currency: 'INR' as const, cycle: 'year' as const, amount: plan.inr_year },
  ];
  return { code, name, description, prices, limits: limitsOf(plan), features };
}

function limitsOf(plan: PlanRow): PlanLimits {
  return Object.fromEntries(LIMIT_NAMES.map((name) => [name, plan[name]])) as PlanLimits;
}
