import { z } from 'zod';
import { routes } from '../contracts/route.ts';
import { planLimits } from './limits.ts';

export const SUBSCRIPTION_ROUTES = routes(
  { tag: 'subscriptions', access: 'user', limit: 'general' },
  {
    plans: {
      method: 'get',
      path: '/api/subscriptions/plans',
      summary: 'Plans, prices and limits',
      access: 'public',
      answer: z.object({
        plans: z.array(
          z.object({
            code: z.string(),
            name: z.string(),
            description: z.string(),
            /** In minor units, by currency and billing cycle. */
            prices: z.array(
              z.object({
                currency: z.enum(['USD', 'INR']),
                cycle: z.enum(['month', 'year']),
                amount: z.number().int(),
              }),
            ),
            limits: planLimits,
            features: z.record(z.string(), z.union([z.string(), z.boolean(), z.number()])),
          }),
        ),
      }),
      status: 200,
    },
    mySubscription: {
      method: 'get',
      path: '/api/subscriptions/my-subscription',
      summary: 'Your plan and how much of it you use',
      answer: z.object({
        plan: z.object({ code: z.string(), name: z.string() }),
        limits: planLimits,
        used: z.object({
          sources: z.number().int(),
          destinations: z.number().int(),
          month_seconds: z.number().int(),
        }),
      }),
      status: 200,
    },
  },
);
