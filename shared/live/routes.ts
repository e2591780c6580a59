import { z } from 'zod';
import { INGEST_ENGINES } from '../contracts/media-control.ts';
import { byId, bySource, id, pageOf } from '../contracts/parameters.ts';
import { routes } from '../contracts/route.ts';
import { destinationView } from '../destinations/schemas.ts';
import { ingestAddresses, sourceView } from '../sources/schemas.ts';
import {
  encoderLimit,
  goLive,
  sessionChange,
  sessionReport,
  sessionSummary,
  sessionView,
  usageView,
} from './schemas.ts';

/** The id of the last session on the page before. */
const sessionsPage = pageOf({ cursor: z.uuid('NOT_A_CURSOR').toLowerCase(), most: 100 });
/** An instant and a sequence number within it. Timelines are long and their events small, so a page may hold more. */
const eventsPage = pageOf({ cursor: z.string().regex(/^\d{1,15}-\d{1,9}$/, 'NOT_A_CURSOR'), most: 1000 });

const relayParams = z.object({ id, destinationId: id });
const relayAction = <const N extends 'retry' | 'pause' | 'resume' | 'add'>(name: N, summary: string) =>
  ({
    method: 'post',
    path: `/api/streams/sessions/:id/relays/:destinationId/${name}`,
    summary,
    params: relayParams,
    answer: sessionView,
    refusals: { 403: ['PLAN_LIMIT'], 409: ['SESSION_OVER'] },
    status: 200,
  }) as const;

export const STREAM_ROUTES = routes(
  { tag: 'streams', access: 'user', limit: 'general' },
  {
    streamsInfo: {
      method: 'get',
      path: '/api/streams/info',
      summary: 'Sources with their destinations, and usage',
      answer: z.object({
        sources: z.array(sourceView.extend({ destinations: z.array(destinationView) })),
        usage: usageView,
      }),
      status: 200,
    },
    goLive: {
      method: 'post',
      path: '/api/streams/active/:sourceId',
      summary: 'Go live',
      params: bySource,
      body: goLive,
      idempotent: true,
      answer: z.object({
        status: z.literal('starting'),
        session: sessionView,
        /** With a publish token that is valid only for this session. */
        ingest: ingestAddresses,
        preview_url: z.string().nullable(),
      }),
      refusals: {
        403: ['PLAN_LIMIT'],
        409: ['ALREADY_LIVE', 'STILL_ENDING', 'SOURCE_INACTIVE'],
        503: ['NO_MEDIA_NODE'],
      },
      status: 201,
    },
    endLive: {
      method: 'delete',
      path: '/api/streams/active/:sourceId',
      summary: 'End the session',
      params: bySource,
      answer: z.object({
        status: z.literal('offline'),
        session_id: z.string(),
        duration_minutes: z.number(),
      }),
      refusals: { 409: ['NOT_LIVE'] },
      status: 200,
    },
    currentSession: {
      method: 'get',
      path: '/api/streams/active/:sourceId',
      summary: 'The open session of a source, null when it is offline, and what an encoder needs',
      params: bySource,
      answer: z.object({
        session: sessionView.nullable(),
        /** Addresses without the ingest key, which is shown again only when it is rotated. */
        endpoints: z.object({
          engine: z.enum(INGEST_ENGINES).nullable(),
          rtmp: z.string().nullable(),
          rtmps: z.string().nullable(),
          rtmp_login: z.string().nullable(),
          srt: z.string().nullable(),
          whip: z.string().nullable(),
        }),
        /** Low-latency preview; null where the ingest offers none. */
        preview: z
          .object({ whep_url: z.string().nullable(), hls_url: z.string().nullable(), token: z.string() })
          .nullable(),
      }),
      status: 200,
    },
    measureUplink: {
      method: 'post',
      path: '/api/streams/measurements',
      summary: 'Where a page may measure its uplink, once; null where it can only guess',
      description:
        'By sending over a WebSocket what a stream would send: everything is counted and thrown away. The permit is ' +
        'good for two minutes and one connection of at most 20 seconds and 20 Mbps; one at a time for each account.',
      limit: 'tests',
      answer: z.object({ measurement: z.object({ url: z.string(), permit: z.string() }).nullable() }),
      refusals: { 503: ['NO_MEDIA_NODE'] },
      status: 200,
    },
    listSessions: {
      method: 'get',
      path: '/api/streams/sessions',
      summary: 'Past and present sessions, newest first',
      query: sessionsPage,
      answer: z.object({ sessions: z.array(sessionSummary), next_cursor: z.string().nullable() }),
      status: 200,
    },
    getSession: {
      method: 'get',
      path: '/api/streams/sessions/:id',
      summary: 'One session, whole',
      params: byId,
      answer: sessionView,
      status: 200,
    },
    sessionReport: {
      method: 'get',
      path: '/api/streams/sessions/:id/report',
      summary: 'What happened in a session, and whose fault it was; events are paged',
      params: byId,
      query: eventsPage,
      answer: sessionReport,
      status: 200,
    },
    takeUpSession: {
      method: 'post',
      path: '/api/streams/sessions/:id/publish-token',
      summary: 'A new publish token, to take an open session up again; the one before is good no more',
      params: byId,
      answer: z.object({ ingest: ingestAddresses }),
      refusals: { 409: ['SESSION_OVER'] },
      status: 200,
    },
    noteEncoderLimit: {
      method: 'post',
      path: '/api/streams/sessions/:id/encoder-limit',
      summary: 'The studio lowered its quality, or has it back: for the timeline',
      params: byId,
      body: encoderLimit,
      refusals: { 409: ['SESSION_OVER'] },
      status: 204,
    },
    updateSession: {
      method: 'patch',
      path: '/api/streams/sessions/:id',
      summary: 'Change the title',
      params: byId,
      body: sessionChange,
      answer: sessionView,
      status: 200,
    },
    addRelay: relayAction('add', 'Send the session to one more saved destination'),
    retryRelay: relayAction('retry', 'Try a destination again now'),
    pauseRelay: relayAction('pause', 'Stop sending to a destination for now'),
    resumeRelay: relayAction('resume', 'Send to a paused destination again'),
    removeRelay: {
      method: 'delete',
      path: '/api/streams/sessions/:id/relays/:destinationId',
      summary: 'Take a destination out of this session; it stays saved',
      params: relayParams,
      answer: sessionView,
      refusals: { 409: ['SESSION_OVER'] },
      status: 200,
    },
  },
);
