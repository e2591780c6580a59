import { SOURCE_ROUTES } from '@neustream/shared/sources/routes.ts';
import { type Capability, capability, serve } from '../infra/capability.ts';
import type { SourceDeps } from './deps.ts';
import { ingestKeyColumn } from './ingest-key.ts';
import { sourceRoutes } from './routes.ts';

/** Sources: what destinations, sessions and more belong to. */
export function sourcesModule(deps: SourceDeps): Capability {
  return capability({
    name: 'sources',
    routes: [serve(SOURCE_ROUTES, sourceRoutes(deps))],
    sealedColumns: [ingestKeyColumn(deps.vault)],
  });
}
