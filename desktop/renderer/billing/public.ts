import type { Feature } from '../page/feature.ts';
import { BillingOffers } from './actions.ts';
import { forgetSubscription } from './queries.ts';

export { PlanCard } from './plan-card.tsx';
export { PlansCard } from './plans-card.tsx';
export { billingQueries } from './queries.ts';

export const billing: Feature = {
  name: 'billing',
  Offers: BillingOffers,
  forget: ({ queryClient }) => forgetSubscription(queryClient),
};
