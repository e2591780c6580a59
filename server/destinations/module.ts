import { DESTINATION_ROUTES, PLATFORM_ROUTES } from '@neustream/shared/destinations/routes.ts';
import { type Capability, capability, serve } from '../infra/capability.ts';
import type { DestinationDeps } from './deps.ts';
import { followSources } from './follow-sources.ts';
import { destinationRoutes, platformRoutes } from './routes.ts';
import { DESTINATION_SEALED_COLUMNS } from './sealed-columns.ts';

/** Destinations, and the platforms they are on. */
export function destinationsModule(deps: DestinationDeps): Capability {
  followSources(deps);
  return capability({
    name: 'destinations',
    routes: [serve(DESTINATION_ROUTES, destinationRoutes(deps)), serve(PLATFORM_ROUTES, platformRoutes())],
    sealedColumns: DESTINATION_SEALED_COLUMNS,
  });
}
