import { z } from 'zod';
import { remainingLimits } from '../billing/limits.ts';
import { byId } from '../contracts/parameters.ts';
import { routes } from '../contracts/route.ts';
import { connectionTestView } from './connection-test.ts';
import { destinationChange, destinationView, newDestination, platformView } from './schemas.ts';

export const DESTINATION_ROUTES = routes(
  { tag: 'destinations', access: 'user', limit: 'general' },
  {
    listDestinations: {
      method: 'get',
      path: '/api/sources/:id/destinations',
      summary: 'Destinations of a source',
      params: byId,
      answer: z.object({ destinations: z.array(destinationView) }),
      status: 200,
    },
    createDestination: {
      method: 'post',
      path: '/api/sources/:id/destinations',
      summary: 'Add a destination; if the source is live, sending to it starts at once',
      params: byId,
      body: newDestination,
      idempotent: true,
      answer: z.object({
        destination: destinationView,
        limits: remainingLimits,
        /** Whether it joined the open session; also false when the plan allows no further live destination. */
        joined_session: z.boolean(),
      }),
      refusals: { 403: ['PLAN_LIMIT'] },
      status: 201,
    },
    getDestination: {
      method: 'get',
      path: '/api/sources/destinations/:id',
      summary: 'One destination',
      params: byId,
      answer: destinationView,
      status: 200,
    },
    updateDestination: {
      method: 'put',
      path: '/api/sources/destinations/:id',
      summary:
        'Change a destination; a live relay to it restarts when the address or key changed. Another scheme, host or port ' +
        'needs the stream key again',
      params: byId,
      body: destinationChange,
      answer: destinationView,
      status: 200,
    },
    testDestination: {
      method: 'post',
      path: '/api/sources/destinations/:id/test',
      summary: 'Test the connection to a destination',
      description:
        'Connects as going live does, within 15 seconds, and sends no sound or picture. The stream key is tried only ' +
        'where the platform checks one without going live. One test at a time; none while a session sends to the ' +
        'destination, whose `session_id`, `status` and `reason_code` are then in `details`.',
      limit: 'tests',
      params: byId,
      answer: connectionTestView,
      refusals: {
        409: ['DESTINATION_LIVE', 'TEST_UNDER_WAY'],
        503: ['NO_MEDIA_NODE', 'TESTS_BUSY'],
      },
      status: 200,
    },
    deleteDestination: {
      method: 'delete',
      path: '/api/sources/destinations/:id',
      summary: 'Delete a destination and stop sending to it',
      params: byId,
      status: 204,
    },
  },
);

export const PLATFORM_ROUTES = routes(
  { tag: 'platforms', access: 'public', limit: 'general' },
  {
    listPlatforms: {
      method: 'get',
      path: '/api/platforms',
      summary: 'Platforms, and what each of them supports',
      answer: z.object({ platforms: z.array(platformView) }),
      status: 200,
    },
  },
);
