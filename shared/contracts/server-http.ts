import { z } from 'zod';
import { deviceView, refreshRequest, registration, signedIn, signIn, userView } from '../auth/schemas.ts';
import { planLimits } from '../billing/limits.ts';
import { destinationChange, destinationView, newDestination } from '../destinations/schemas.ts';
import {
  goLive,
  ingestAddresses,
  newSource,
  remainingLimits,
  sessionReport,
  sessionSummary,
  sessionView,
  sourceChange,
  sourceView,
  usageView,
} from '../live/schemas.ts';
import {
  nodeSnapshot,
  publishAnswer,
  publishRequest,
  SERVER_NODE_PATHS,
  snapshotAnswer,
} from './media-control.ts';
import { route } from './route.ts';

const byId = z.object({ id: z.uuid() });
const bySource = z.object({ sourceId: z.uuid() });
const page = z.object({
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(100).optional(),
});

const auth = {
  register: route({
    method: 'post',
    path: '/api/auth/register',
    tag: 'auth',
    summary: 'Open an account and sign in',
    access: 'public',
    limit: 'auth',
    body: registration,
    answer: signedIn,
    status: 201,
  }),
  login: route({
    method: 'post',
    path: '/api/auth/login',
    tag: 'auth',
    summary: 'Sign in with address and password',
    access: 'public',
    limit: 'auth',
    body: signIn,
    answer: signedIn,
    status: 200,
  }),
  refresh: route({
    method: 'post',
    path: '/api/auth/refresh',
    tag: 'auth',
    summary: 'Exchange the refresh token for new tokens',
    access: 'public',
    limit: 'general',
    body: refreshRequest,
    answer: signedIn,
    status: 200,
  }),
  logout: route({
    method: 'post',
    path: '/api/auth/logout',
    tag: 'auth',
    summary: 'Sign this device out',
    access: 'public',
    limit: 'general',
    body: refreshRequest,
    status: 204,
  }),
  me: route({
    method: 'get',
    path: '/api/auth/me',
    tag: 'auth',
    summary: 'The signed-in user',
    access: 'user',
    limit: 'general',
    answer: userView,
    status: 200,
  }),
  devices: route({
    method: 'get',
    path: '/api/auth/devices',
    tag: 'auth',
    summary: 'Where this account is signed in',
    access: 'user',
    limit: 'general',
    answer: z.object({ devices: z.array(deviceView) }),
    status: 200,
  }),
  revokeDevice: route({
    method: 'delete',
    path: '/api/auth/devices/:id',
    tag: 'auth',
    summary: 'Sign a device out',
    access: 'user',
    limit: 'general',
    params: byId,
    status: 204,
  }),
} as const;

const sources = {
  listSources: route({
    method: 'get',
    path: '/api/sources',
    tag: 'sources',
    summary: 'Own sources',
    access: 'user',
    limit: 'general',
    answer: z.object({ sources: z.array(sourceView) }),
    status: 200,
  }),
  createSource: route({
    method: 'post',
    path: '/api/sources',
    tag: 'sources',
    summary: 'Create a source; its ingest key is shown this once',
    access: 'user',
    limit: 'general',
    body: newSource,
    idempotent: true,
    answer: z.object({
      source: sourceView,
      ingest_key: z.string(),
      ingest: ingestAddresses,
      limits: remainingLimits,
    }),
    status: 201,
  }),
  getSource: route({
    method: 'get',
    path: '/api/sources/:id',
    tag: 'sources',
    summary: 'One source',
    access: 'user',
    limit: 'general',
    params: byId,
    answer: sourceView,
    status: 200,
  }),
  updateSource: route({
    method: 'put',
    path: '/api/sources/:id',
    tag: 'sources',
    summary: 'Change a source',
    access: 'user',
    limit: 'general',
    params: byId,
    body: sourceChange,
    answer: sourceView,
    status: 200,
  }),
  deleteSource: route({
    method: 'delete',
    path: '/api/sources/:id',
    tag: 'sources',
    summary: 'Delete a source; refused while it is live',
    access: 'user',
    limit: 'general',
    params: byId,
    status: 204,
  }),
  rotateIngestKey: route({
    method: 'post',
    path: '/api/sources/:id/ingest-key',
    tag: 'sources',
    summary: 'Replace the ingest key; the new one is shown this once',
    access: 'user',
    limit: 'general',
    params: byId,
    idempotent: true,
    answer: z.object({ ingest_key: z.string(), ingest: ingestAddresses }),
    status: 200,
  }),
} as const;

const destinations = {
  listDestinations: route({
    method: 'get',
    path: '/api/sources/:id/destinations',
    tag: 'destinations',
    summary: 'Destinations of a source',
    access: 'user',
    limit: 'general',
    params: byId,
    answer: z.object({ destinations: z.array(destinationView) }),
    status: 200,
  }),
  createDestination: route({
    method: 'post',
    path: '/api/sources/:id/destinations',
    tag: 'destinations',
    summary: 'Add a destination; while the source is live it is sent to at once',
    access: 'user',
    limit: 'general',
    params: byId,
    body: newDestination,
    idempotent: true,
    answer: z.object({
      destination: destinationView,
      limits: remainingLimits,
      /** Whether it joined the open session; false also when the plan allows no further live destination. */
      joined_session: z.boolean(),
    }),
    status: 201,
  }),
  updateDestination: route({
    method: 'put',
    path: '/api/sources/destinations/:id',
    tag: 'destinations',
    summary: 'Change a destination; a live relay to it starts anew when address or key changed',
    access: 'user',
    limit: 'general',
    params: byId,
    body: destinationChange,
    answer: destinationView,
    status: 200,
  }),
  deleteDestination: route({
    method: 'delete',
    path: '/api/sources/destinations/:id',
    tag: 'destinations',
    summary: 'Delete a destination and stop sending to it',
    access: 'user',
    limit: 'general',
    params: byId,
    status: 204,
  }),
} as const;

const relayParams = z.object({ id: z.uuid(), destinationId: z.uuid() });
const relayAction = (name: 'retry' | 'pause' | 'resume' | 'add', summary: string) =>
  route({
    method: 'post',
    path: `/api/streams/sessions/:id/relays/:destinationId/${name}` as const,
    tag: 'streams',
    summary,
    access: 'user',
    limit: 'general',
    params: relayParams,
    answer: sessionView,
    status: 200,
  });

const streams = {
  streamsInfo: route({
    method: 'get',
    path: '/api/streams/info',
    tag: 'streams',
    summary: 'Sources with destinations, and usage',
    access: 'user',
    limit: 'general',
    answer: z.object({
      sources: z.array(sourceView.extend({ destinations: z.array(destinationView) })),
      usage: usageView,
    }),
    status: 200,
  }),
  goLive: route({
    method: 'post',
    path: '/api/streams/active/:sourceId',
    tag: 'streams',
    summary: 'Go live',
    access: 'user',
    limit: 'general',
    params: bySource,
    body: goLive,
    idempotent: true,
    answer: z.object({
      status: z.literal('starting'),
      session: sessionView,
      /** With a publish token that is valid for this session only. */
      ingest: ingestAddresses,
      preview_url: z.string().nullable(),
    }),
    status: 201,
  }),
  endLive: route({
    method: 'delete',
    path: '/api/streams/active/:sourceId',
    tag: 'streams',
    summary: 'End the session',
    access: 'user',
    limit: 'general',
    params: bySource,
    answer: z.object({ status: z.literal('offline'), session_id: z.string(), duration_minutes: z.number() }),
    status: 200,
  }),
  currentSession: route({
    method: 'get',
    path: '/api/streams/active/:sourceId',
    tag: 'streams',
    summary: 'The open session of a source, null when it is offline, and what an encoder needs',
    access: 'user',
    limit: 'general',
    params: bySource,
    answer: z.object({
      session: sessionView.nullable(),
      /** Addresses without the ingest key, which only rotation shows again. */
      endpoints: z.object({
        engine: z.enum(['mediamtx', 'builtin']).nullable(),
        rtmp: z.string().nullable(),
        rtmps: z.string().nullable(),
        srt: z.string().nullable(),
        whip: z.string().nullable(),
      }),
      /** Low-latency preview, null where the ingest offers none. */
      preview: z
        .object({ whep_url: z.string().nullable(), hls_url: z.string().nullable(), token: z.string() })
        .nullable(),
    }),
    status: 200,
  }),
  listSessions: route({
    method: 'get',
    path: '/api/streams/sessions',
    tag: 'streams',
    summary: 'Past and present sessions, newest first',
    access: 'user',
    limit: 'general',
    query: page,
    answer: z.object({ sessions: z.array(sessionSummary), next_cursor: z.string().nullable() }),
    status: 200,
  }),
  getSession: route({
    method: 'get',
    path: '/api/streams/sessions/:id',
    tag: 'streams',
    summary: 'One session, whole',
    access: 'user',
    limit: 'general',
    params: byId,
    answer: sessionView,
    status: 200,
  }),
  sessionReport: route({
    method: 'get',
    path: '/api/streams/sessions/:id/report',
    tag: 'streams',
    summary: 'What happened, and whose fault it was',
    access: 'user',
    limit: 'general',
    params: byId,
    answer: sessionReport,
    status: 200,
  }),
  updateSession: route({
    method: 'patch',
    path: '/api/streams/sessions/:id',
    tag: 'streams',
    summary: 'Change the title',
    access: 'user',
    limit: 'general',
    params: byId,
    body: z.object({ title: z.string().trim().max(140) }),
    answer: sessionView,
    status: 200,
  }),
  addRelay: relayAction('add', 'Send the session to one more saved destination'),
  retryRelay: relayAction('retry', 'Try a destination again now'),
  pauseRelay: relayAction('pause', 'Stop sending to a destination for now'),
  resumeRelay: relayAction('resume', 'Send to a paused destination again'),
  removeRelay: route({
    method: 'delete',
    path: '/api/streams/sessions/:id/relays/:destinationId',
    tag: 'streams',
    summary: 'Take a destination out of this session; it stays saved',
    access: 'user',
    limit: 'general',
    params: relayParams,
    answer: sessionView,
    status: 200,
  }),
} as const;

const platformView = z.object({
  id: z.string(),
  name: z.string(),
  servers: z.array(z.object({ name: z.string(), address: z.string() })),
  own_address: z.boolean(),
  key_page: z.string().nullable(),
  video_codecs: z.array(z.string()).nullable(),
  max_video_kbps: z.number().int().nullable(),
  max_audio_kbps: z.number().int().nullable(),
  max_key_frame_seconds: z.number().nullable(),
});

const subscriptions = {
  plans: route({
    method: 'get',
    path: '/api/subscriptions/plans',
    tag: 'subscriptions',
    summary: 'Plans, prices and limits',
    access: 'public',
    limit: 'general',
    answer: z.object({
      plans: z.array(
        z.object({
          code: z.string(),
          name: z.string(),
          description: z.string(),
          /** Minor units by currency and cycle. */
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
  }),
  mySubscription: route({
    method: 'get',
    path: '/api/subscriptions/my-subscription',
    tag: 'subscriptions',
    summary: 'Own plan and what is used of it',
    access: 'user',
    limit: 'general',
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
  }),
} as const;

const platforms = {
  listPlatforms: route({
    method: 'get',
    path: '/api/platforms',
    tag: 'platforms',
    summary: 'Platforms and what each can do',
    access: 'public',
    limit: 'general',
    answer: z.object({ platforms: z.array(platformView) }),
    status: 200,
  }),
} as const;

const operations = {
  health: route({
    method: 'get',
    path: '/healthz',
    tag: 'operations',
    summary: 'The process runs',
    access: 'public',
    limit: 'none',
    answer: z.object({ ok: z.literal(true) }),
    status: 200,
  }),
  ready: route({
    method: 'get',
    path: '/readyz',
    tag: 'operations',
    summary: 'The database answers',
    access: 'public',
    limit: 'none',
    answer: z.object({ ok: z.literal(true), media_nodes: z.number().int() }),
    status: 200,
  }),
} as const;

const nodes = {
  nodeSnapshot: route({
    method: 'post',
    path: SERVER_NODE_PATHS.snapshot,
    tag: 'nodes',
    summary: 'Facts of a media node',
    access: 'node',
    limit: 'none',
    body: nodeSnapshot,
    answer: snapshotAnswer,
    status: 200,
  }),
  nodePublish: route({
    method: 'post',
    path: SERVER_NODE_PATHS.publish,
    tag: 'nodes',
    summary: 'An encoder publishes to a path without a plan',
    access: 'node',
    limit: 'none',
    body: publishRequest,
    answer: publishAnswer,
    status: 200,
  }),
} as const;

/** Every endpoint that pages and other clients call. Types, handlers, client and OpenAPI come from here. */
export const SERVER_ROUTES = {
  ...auth,
  ...sources,
  ...destinations,
  ...streams,
  ...platforms,
  ...subscriptions,
  ...operations,
} as const;

/** Endpoints for media nodes; they need the node's token and are not in the public document. */
export const NODE_ROUTES = nodes;
