import { SUBSCRIPTION_ROUTES } from '@neustream/shared/billing/routes.ts';
import { type Capability, capability, serve } from '../infra/capability.ts';
import { type BillingDeps, billingRoutes } from './routes.ts';

/** Subscription plans, and how much of them is used. */
export function billingModule(deps: BillingDeps): Capability {
  return capability({ name: 'billing', routes: [serve(SUBSCRIPTION_ROUTES, billingRoutes(deps))] });
}
