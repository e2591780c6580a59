import { z } from 'zod';
import { routes } from '../contracts/route.ts';

/** What operators and their machines ask. */
export const OPERATION_ROUTES = routes(
  { tag: 'operations', access: 'public', limit: 'none' },
  {
    health: {
      method: 'get',
      path: '/healthz',
      summary: 'The process runs',
      answer: z.object({ ok: z.literal(true) }),
      status: 200,
    },
    ready: {
      method: 'get',
      path: '/readyz',
      summary: 'The database answers',
      answer: z.object({ ok: z.literal(true), media_nodes: z.number().int() }),
      status: 200,
    },
  },
);
