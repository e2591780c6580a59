import { PLATFORMS } from '@neustream/shared/destinations/registry.ts';
import type { DESTINATION_ROUTES, PLATFORM_ROUTES } from '@neustream/shared/destinations/routes.ts';
import { hungUp } from '@neustream/shared/node/hung-up.ts';
import type { Handlers } from '../infra/http/handler.ts';
import { notFound } from '../infra/http/problem.ts';
import { findSource } from '../sources/public.ts';
import { createDestination, findAddress } from './create-destination.ts';
import type { DestinationDeps } from './deps.ts';
import { removeDestination } from './remove-destination.ts';
import { findDestination, listDestinations } from './store.ts';
import { createConnectionTester } from './test-connection.ts';
import { updateDestination } from './update-destination.ts';
import { destinationView } from './views.ts';

export function destinationRoutes(deps: DestinationDeps): Handlers<typeof DESTINATION_ROUTES> {
  const { db } = deps;
  const testConnection = createConnectionTester(deps);
  return {
    listDestinations: async ({ caller, params }) => {
      const own = { userId: caller.userId, id: params.id };
      if (!(await findSource(db, own))) throw notFound('source');
      return { destinations: (await listDestinations(db, [params.id])).map(destinationView) };
    },

    createDestination: async ({ caller, params, body, once }) => {
      const address = await findAddress(deps, body);
      const wanted = { userId: caller.userId, sourceId: params.id, wanted: body, address };
      return await once((work) => createDestination(work, deps, wanted));
    },

    getDestination: async ({ caller, params }) => {
      const row = await findDestination(db, { userId: caller.userId, id: params.id });
      if (!row) throw notFound('destination');
      return destinationView(row);
    },

    updateDestination: ({ caller, params, body }) =>
      updateDestination(deps, { userId: caller.userId, id: params.id, wanted: body }),

    testDestination: ({ caller, params, response }) =>
      testConnection({ userId: caller.userId, id: params.id, signal: hungUp(response) }),

    deleteDestination: async ({ caller, params }) => {
      await removeDestination(deps, { userId: caller.userId, id: params.id });
      return undefined;
    },
  };
}

export function platformRoutes(): Handlers<typeof PLATFORM_ROUTES> {
  return {
    listPlatforms: async () => ({
      platforms: PLATFORMS.map((platform) => ({
        id: platform.id,
        name: platform.name,
        servers: [...platform.servers],
        own_address: platform.ownAddress,
        key_page: platform.keyPage,
        video_codecs: platform.videoCodecs && [...platform.videoCodecs],
        audio_only: platform.audioOnly,
        max_video_kbps: platform.maxVideoKbps,
        max_audio_kbps: platform.maxAudioKbps,
        max_key_frame_seconds: platform.maxKeyFrameSeconds,
      })),
    }),
  };
}
