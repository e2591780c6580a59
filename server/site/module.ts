import type { Clock } from '@neustream/shared/kernel/clock.ts';
import { DOCUMENT_ROUTES, OPERATION_ROUTES } from '@neustream/shared/site/routes.ts';
import { type Capability, capability, serve } from '../infra/capability.ts';
import type { Database } from '../infra/database/connect.ts';
import type { Handlers } from '../infra/http/handler.ts';
import { countFreshNodes } from '../nodes/public.ts';
import { documentRoutes } from './docs.ts';

interface SiteDeps {
  db: Database;
  clock: Clock;
}

/** Endpoints for operators and their machines, and the API's own description. */
export function siteModule(deps: SiteDeps): Capability {
  return capability({
    name: 'site',
    routes: [serve(OPERATION_ROUTES, operationRoutes(deps)), serve(DOCUMENT_ROUTES, documentRoutes())],
  });
}

function operationRoutes({ db, clock }: SiteDeps): Handlers<typeof OPERATION_ROUTES> {
  return {
    health: async () => ({ ok: true }),
    ready: async () => ({ ok: true, media_nodes: await countFreshNodes(db, clock()) }),
  };
}
