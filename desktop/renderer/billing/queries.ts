import { type QueryClient, queryOptions } from '@tanstack/react-query';
import type { ApiClient } from '../api/client.ts';

const PLANS = ['billing', 'plans'];
const SUBSCRIPTION = ['billing', 'subscription'];

export const billingQueries = {
  plans: (api: ApiClient) =>
    queryOptions({
      queryKey: PLANS,
      staleTime: 600_000,
      queryFn: async ({ signal }) => (await api.call('plans', {}, signal)).plans,
    }),
  subscription: (api: ApiClient) =>
    queryOptions({
      queryKey: SUBSCRIPTION,
      meta: { shows: ['sources', 'destinations', 'sessions'] },
      queryFn: ({ signal }) => api.call('mySubscription', {}, signal),
    }),
};

/** The plans are the same for everybody and do not change. */
export function forgetSubscription(queryClient: QueryClient): void {
  queryClient.removeQueries({ queryKey: SUBSCRIPTION });
}
