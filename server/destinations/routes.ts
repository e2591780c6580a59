import type { SERVER_ROUTES } from '@neustream/shared/contracts/server-http.ts';
import { PLATFORMS } from '@neustream/shared/destinations/registry.ts';
import { lockEntitlements } from '../billing/public.ts';
import type { Handlers } from '../infra/http/handler.ts';
import { notFound } from '../infra/http/problem.ts';
import { createDestination } from './create-destination.ts';
import type { DestinationDeps } from './deps.ts';
import { deleteDestinations, findDestination, listDestinations } from './store.ts';
import { updateDestination } from './update-destination.ts';
import { destinationView } from './views.ts';

type DestinationRouteName =
  | 'listDestinations'
  | 'createDestination'
  | 'updateDestination'
  | 'deleteDestination'
  | 'listPlatforms';

export function destinationRoutes(
  deps: DestinationDeps,
): Pick<Handlers<typeof SERVER_ROUTES>, DestinationRouteName> {
  const { db, live } = deps;
  return {
    listDestinations: async ({ caller, params }) => {
      await live.requireSource(db, caller.userId, params.id);
      return { destinations: (await listDestinations(db, [params.id])).map(destinationView) };
    },

    createDestination: ({ caller, params, body }) =>
      createDestination(deps, { userId: caller.userId, sourceId: params.id, wanted: body }),

    updateDestination: ({ caller, params, body }) =>
      updateDestination(deps, { userId: caller.userId, id: params.id, wanted: body }),

    deleteDestination: async ({ caller, params }) => {
      const committed = await db.transaction(async (tx) => {
        const row = await findDestination(tx, { userId: caller.userId, id: params.id });
        if (!row) throw notFound('destination');
        const now = deps.clock();
        const afterwards = await live.leave(tx, row.id);
        // After the session and before the destination, as everywhere, so that nobody waits in a circle.
        await lockEntitlements(tx, caller.userId, now);
        await deleteDestinations(tx, { id: row.id }, new Date(now));
        return afterwards;
      });
      committed();
      return undefined;
    },

    listPlatforms: async () => ({
      platforms: PLATFORMS.map((platform) => ({
        id: platform.id,
        name: platform.name,
        servers: [...platform.servers],
        own_address: platform.ownAddress,
        key_page: platform.keyPage,
        video_codecs: platform.videoCodecs && [...platform.videoCodecs],
        max_video_kbps: platform.maxVideoKbps,
        max_audio_kbps: platform.maxAudioKbps,
        max_key_frame_seconds: platform.maxKeyFrameSeconds,
      })),
    }),
  };
}
