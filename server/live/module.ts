import { STREAM_ROUTES } from '@neustream/shared/live/routes.ts';
import { MEDIA_NODE_ROUTES } from '@neustream/shared/nodes/routes.ts';
import type { DestinationChanges } from '../destinations/public.ts';
import { type Capability, capability, serve } from '../infra/capability.ts';
import type { Sockets } from '../infra/sockets/sockets.ts';
import type { NodeClient } from '../nodes/public.ts';
import { followDestinations } from './commands/follow-destinations.ts';
import { followSources } from './commands/follow-sources.ts';
import type { LiveDeps } from './deps.ts';
import { createPlanSender } from './plans/plan-sender.ts';
import { nodeRoutes, streamRoutes } from './routes.ts';
import { createLastFacts } from './sessions/last-facts.ts';
import { PLAY_TOKEN_COLUMN } from './sessions/play-token.ts';
import { liveSocketHandlers, sourceRoom } from './socket-handlers.ts';
import { createSupervisor } from './supervision/supervise.ts';
import { createStatusBroadcaster } from './views/status-broadcaster.ts';
import { viewSession } from './views/view.ts';

const SUPERVISE_MS = 1_000;

type LiveModuleDeps = Omit<LiveDeps, 'plans' | 'status' | 'facts'> & {
  nodeClient: NodeClient;
  sockets: Pick<Sockets, 'emit' | 'hasRoom'>;
  destinationChanges: DestinationChanges;
};

/** Going live: sessions, their relays, and what media nodes report about them. */
export function liveModule({
  nodeClient,
  sockets,
  destinationChanges,
  ...outside
}: LiveModuleDeps): Capability {
  const facts = createLastFacts();
  const plans = createPlanSender({ ...outside, client: nodeClient });
  const status = createStatusBroadcaster({
    ...outside,
    view: (id) => viewSession({ ...outside, facts }, id),
    emit: (sourceId, name, payload) => sockets.emit(sourceRoom(sourceId), name, payload),
    isWatched: (sourceId) => sockets.hasRoom(sourceRoom(sourceId)),
  });
  const deps: LiveDeps = { ...outside, facts, plans, status };
  followSources(deps);
  followDestinations(destinationChanges, deps);
  return capability({
    name: 'live',
    routes: [serve(STREAM_ROUTES, streamRoutes(deps)), serve(MEDIA_NODE_ROUTES, nodeRoutes(deps))],
    sockets: liveSocketHandlers(deps),
    jobs: [{ name: 'supervise', everyMs: SUPERVISE_MS, run: createSupervisor(deps) }],
    sealedColumns: [PLAY_TOKEN_COLUMN],
    async close() {
      status[Symbol.dispose]();
      await plans[Symbol.asyncDispose]();
    },
  });
}
