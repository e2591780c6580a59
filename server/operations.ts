import type { SERVER_ROUTES } from '@neustream/shared/contracts/server-http.ts';
import type { Clock } from '@neustream/shared/kernel/clock.ts';
import type { Database } from './infra/database/connect.ts';
import type { Handlers } from './infra/http/handler.ts';
import { countNodesSince } from './nodes/public.ts';

/** A media node that was not heard of for this long does not count as there, in ms. */
const NODE_FRESH_MS = 10_000;

/** What operators and their machines ask. */
export function operationRoutes({ db, clock }: { db: Database; clock: Clock }) {
  const countNodes = () => countNodesSince(db, new Date(clock() - NODE_FRESH_MS));
  const routes: Pick<Handlers<typeof SERVER_ROUTES>, 'health' | 'ready'> = {
    health: async () => ({ ok: true }),
    ready: async () => ({ ok: true, media_nodes: await countNodes() }),
  };
  return { routes, countNodes };
}
