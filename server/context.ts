import type { Server } from 'node:http';
import { NODE_ROUTES } from '@neustream/shared/contracts/node-http.ts';
import { SERVER_ROUTES } from '@neustream/shared/contracts/server-http.ts';
import type { Clock } from '@neustream/shared/kernel/clock.ts';
import { systemClock } from '@neustream/shared/kernel/clock.ts';
import type { Express } from 'express';
import {
  authenticateRequest,
  authenticateToken,
  authRoutes,
  createAccessTokens,
  createPasswords,
} from './auth/public.ts';
import { billingRoutes, subscribe } from './billing/public.ts';
import type { ServerConfig } from './config.ts';
import { DESTINATION_SEALED_COLUMNS, destinationRoutes } from './destinations/public.ts';
import type { Database } from './infra/database/connect.ts';
import { createApp } from './infra/http/app.ts';
import { bindRoutes, type Gate } from './infra/http/bind.ts';
import { createCookies } from './infra/http/cookies.ts';
import type { Handlers } from './infra/http/handler.ts';
import { createLimiters } from './infra/http/limiter.ts';
import { createRateLimits } from './infra/http/rate-limits.ts';
import { IDEMPOTENCY_SEALED_COLUMNS, once } from './infra/idempotency/idempotency.ts';
import type { Log } from './infra/log.ts';
import { createNodeClient } from './infra/media/node-client.ts';
import { createMetrics, type Metrics } from './infra/metrics.ts';
import { rewrap } from './infra/secrets/rewrap.ts';
import { createVault } from './infra/secrets/vault.ts';
import { createSockets, type Sockets } from './infra/sockets/sockets.ts';
import {
  createLastFacts,
  createPlanSender,
  createStatusBroadcaster,
  createSupervisor,
  type LiveDeps,
  liveRoutes,
  liveSealedColumns,
  liveSessionsForDestinations,
  liveSocketHandlers,
  nodeRoutes,
  sourceRoom,
  viewSession,
} from './live/public.ts';
import { createHeartbeats, previewOrigins } from './nodes/public.ts';
import { operationRoutes } from './operations.ts';
import type { ServerSecrets } from './secrets.ts';
import { apiDocuments, servePages } from './site/public.ts';

/** What tests may replace. */
export interface Overrides {
  clock?: Clock;
  log?: Log;
  /** How long a query may take, in ms. */
  databaseSilenceMs?: number;
}

export interface Context {
  app: Express;
  metrics: Metrics;
  sockets: Sockets;
  live: LiveDeps;
  supervise: () => Promise<void>;
  /** Seals anew what the key before had sealed; gives how much that was. */
  rewrap: () => Promise<number>;
}

interface Edges {
  config: ServerConfig;
  secrets: ServerSecrets;
  db: Database;
  log: Log;
  http: Server;
  clock?: Clock;
}

/** Builds everything that the API consists of, each thing once. Opens no connection and starts no timer. */
export function createContext({ config, secrets, db, log, http, clock = systemClock }: Edges): Context {
  const tls = config.production;
  const vault = createVault(secrets.keyEncryption);
  const cookies = createCookies({ secure: tls });
  const accessTokens = createAccessTokens(secrets.jwt, clock);
  const signIns = { db, clock, accessTokens, cookies };
  const metrics = createMetrics();
  const facts = createLastFacts();
  const heartbeats = createHeartbeats();
  const plans = createPlanSender({ db, vault, log, client: createNodeClient(secrets.mediaNodeToken) });
  const sockets = createSockets({
    http,
    log,
    origins: config,
    authenticate: (request, token) =>
      token === undefined ? authenticateRequest(signIns, request) : authenticateToken(signIns, token),
    handlers: () => liveSocketHandlers(live),
  });
  const status = createStatusBroadcaster({
    clock,
    log,
    view: (id) => viewSession({ db, facts, heartbeats, clock }, id),
    emit: (sourceId, name, payload) => sockets.emit(sourceRoom(sourceId), name, payload),
    isWatched: (sourceId) => sockets.hasRoom(sourceRoom(sourceId)),
  });
  const limits = createRateLimits(createLimiters(db, config.rateLimitFactor));
  const { allowRegistration, defaultPlan } = config;
  const live: LiveDeps = {
    db,
    clock,
    log,
    vault,
    plans,
    status,
    facts,
    heartbeats,
    guesses: limits.guesses,
  };
  const operations = operationRoutes({ db, clock });
  const handlers: Handlers<typeof SERVER_ROUTES> = {
    ...authRoutes({
      ...signIns,
      allowRegistration,
      defaultPlan,
      subscribe,
      passwords: createPasswords(),
      signedOut: (signInId) => sockets.closeSignIn(signInId),
    }),
    ...billingRoutes({ db, clock }),
    ...destinationRoutes({ db, clock, vault, live: liveSessionsForDestinations(live) }),
    ...liveRoutes(live),
    ...operations.routes,
  };
  const gate: Gate = {
    authenticate: (request) => authenticateRequest(signIns, request),
    nodeToken: secrets.mediaNodeToken,
    origins: config,
    limits,
    once: (call) => once({ db, vault, now: clock }, call),
  };
  const app = createApp({
    trustProxy: config.trustProxy,
    tls,
    origins: config,
    log,
    observe: metrics.observe,
    mediaOrigins: () => mediaOrigins(config, live),
    routes: (target) => {
      bindRoutes(target, { routes: SERVER_ROUTES, handlers, gate });
      bindRoutes(target, { routes: NODE_ROUTES, handlers: nodeRoutes(live), gate });
    },
    documents: apiDocuments(),
    pages: servePages(config.pagesDir),
  });
  metrics.gauge('neustream_sockets', { help: 'Open sockets of screens.', read: () => sockets.count() });
  metrics.gauge('neustream_media_nodes', { help: 'Media nodes heard of.', read: operations.countNodes });
  const columns = [...DESTINATION_SEALED_COLUMNS, ...liveSealedColumns(vault), ...IDEMPOTENCY_SEALED_COLUMNS];
  return {
    app,
    metrics,
    sockets,
    live,
    supervise: createSupervisor(live),
    rewrap: () => rewrap({ db, vault }, columns),
  };
}

function mediaOrigins({ production }: ServerConfig, { heartbeats }: LiveDeps): string[] {
  // On loopback a node may come and go on any port while a page stays open.
  if (!production) return ['http://127.0.0.1:*', 'http://localhost:*'];
  return previewOrigins(heartbeats.endpoints());
}
