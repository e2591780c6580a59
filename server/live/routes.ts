import type { STREAM_ROUTES } from '@neustream/shared/live/routes.ts';
import type { MEDIA_NODE_ROUTES } from '@neustream/shared/nodes/routes.ts';
import { readEntitlements } from '../billing/public.ts';
import { destinationView, listDestinations } from '../destinations/public.ts';
import type { Call, Handlers } from '../infra/http/handler.ts';
import { conflict, notFound } from '../infra/http/problem.ts';
import { ofItself } from '../nodes/public.ts';
import { findSource, viewSources } from '../sources/public.ts';
import { commandRelay, type RelayCommand } from './commands/command-relay.ts';
import { goLive } from './commands/go-live.ts';
import { measureUplink } from './commands/measure-uplink.ts';
import { noteEncoderLimit } from './commands/note-encoder-limit.ts';
import { requestEnd } from './commands/request-end.ts';
import { takeUp } from './commands/take-up.ts';
import type { LiveDeps } from './deps.ts';
import { answerPublish } from './publishing/answer-publish.ts';
import { listSessions, sessionReport } from './reports/report.ts';
import { changeSession, findOpenSession, findOwnSession, isOpen } from './sessions/store.ts';
import { createSnapshotTaker } from './snapshots/take-snapshot.ts';
import { secondsSince } from './usage/store.ts';
import { currentSession } from './views/current-session.ts';
import { liveMinutes } from './views/live-minutes.ts';
import { viewSession } from './views/view.ts';

export function streamRoutes(deps: LiveDeps): Handlers<typeof STREAM_ROUTES> {
  const { db, clock } = deps;
  const relay =
    (kind: RelayCommand['kind']) =>
    ({ caller, params }: Call<(typeof STREAM_ROUTES)['retryRelay']>) =>
      commandRelay(deps, {
        userId: caller.userId,
        sessionId: params.id,
        destinationId: params.destinationId,
        kind,
      });
  return {
    streamsInfo: ({ caller }) => streamsInfo(deps, caller.userId),
    goLive: ({ caller, params, body, once }) =>
      once((work) => goLive(work, deps, { ...body, userId: caller.userId, sourceId: params.sourceId })),
    endLive: ({ caller, params }) => endLive(deps, { userId: caller.userId, sourceId: params.sourceId }),
    currentSession: ({ caller, params }) =>
      currentSession(deps, { userId: caller.userId, sourceId: params.sourceId }),

    measureUplink: ({ caller }) => measureUplink(deps, caller.userId),

    listSessions: ({ caller, query }) => {
      const cursor = query.cursor ?? null;
      const limit = query.limit === undefined ? {} : { limit: query.limit };
      return listSessions(db, { userId: caller.userId, cursor, now: clock(), ...limit });
    },

    getSession: ({ caller, params }) => ownView(deps, { userId: caller.userId, id: params.id }),
    sessionReport: ({ caller, params, query }) =>
      sessionReport(db, { ...query, userId: caller.userId, id: params.id, now: clock() }),

    takeUpSession: ({ caller, params }) => takeUp(deps, { userId: caller.userId, sessionId: params.id }),

    noteEncoderLimit: async ({ caller, params, body }) => {
      await noteEncoderLimit(deps, { userId: caller.userId, sessionId: params.id }, body);
    },
    updateSession: async ({ caller, params, body }) => {
      const own = { userId: caller.userId, id: params.id };
      const row = await findOwnSession(db, own);
      if (!row) throw notFound('session');
      await changeSession(db, row.id, { title: body.title });
      // Screens of a source show its newest session; renaming an old one does not concern them.
      if (isOpen(row.status)) deps.status.announce({ id: row.id, sourceId: row.source_id }, { urgent: true });
      return await ownView(deps, own);
    },

    addRelay: relay('add'),
    retryRelay: relay('retry'),
    pauseRelay: relay('pause'),
    resumeRelay: relay('resume'),
    removeRelay: relay('remove'),
  };
}

export function nodeRoutes(deps: LiveDeps): Handlers<typeof MEDIA_NODE_ROUTES> {
  const takeSnapshot = createSnapshotTaker(deps);
  return {
    nodeSnapshot: async ({ nodeId, body }) => await takeSnapshot(ofItself(nodeId, body)),
    nodePublish: async ({ nodeId, body }) => await answerPublish(deps, ofItself(nodeId, body)),
  };
}

async function ownView(deps: LiveDeps, own: { userId: string; id: string }) {
  const row = await findOwnSession(deps.db, own);
  const view = row && (await viewSession(deps, row.id));
  if (!view) throw notFound('session');
  return view;
}

async function endLive(deps: LiveDeps, { userId, sourceId }: { userId: string; sourceId: string }) {
  const source = await findSource(deps.db, { userId, id: sourceId });
  if (!source) throw notFound('source');
  const open = await findOpenSession(deps.db, sourceId);
  const ended = open && (await requestEnd(deps, open.id, { reason: 'USER_ENDED', hop: 'user' }));
  if (!ended) {
    throw conflict({
      code: 'NOT_LIVE',
      message: 'This source is not live.',
      action: 'There is nothing to end.',
    });
  }
  const duration_minutes = liveMinutes(ended.live_at, new Date(deps.clock()));
  return { status: 'offline' as const, session_id: ended.id, duration_minutes };
}

async function streamsInfo({ db, clock, sourceDetails }: LiveDeps, userId: string) {
  const now = clock();
  const sources = await viewSources({ db, details: sourceDetails }, userId);
  const destinations = await listDestinations(
    db,
    sources.map(({ id }) => id),
  );
  const { plan, used } = await readEntitlements(db, userId, now);
  const today = new Date(now).setUTCHours(0, 0, 0, 0);
  const hours = (seconds: number) => Math.round((seconds / 3600) * 100) / 100;
  return {
    sources: sources.map((source) => ({
      ...source,
      destinations: destinations.filter(({ source_id }) => source_id === source.id).map(destinationView),
    })),
    usage: {
      hours_today: hours(await secondsSince(db, userId, new Date(today))),
      hours_this_month: hours(used.month_seconds),
      hours_limit: plan.month_seconds === null ? null : hours(plan.month_seconds),
    },
  };
}
