import type { Server } from 'node:http';
import { mergeRoutes } from '@neustream/shared/contracts/merge.ts';
import { NODE_ROUTES } from '@neustream/shared/contracts/node-http.ts';
import { SERVER_ROUTES } from '@neustream/shared/contracts/server-http.ts';
import type { Clock } from '@neustream/shared/kernel/clock.ts';
import { systemClock } from '@neustream/shared/kernel/clock.ts';
import { destinationRules, type Lookup } from '@neustream/shared/node/destinations/rules.ts';
import type { Express } from 'express';
import {
  authenticateRequest,
  authenticateToken,
  authModule,
  createAccessTokens,
  createPasswords,
  createPasswordTries,
} from './auth/public.ts';
import { billingModule, subscribe } from './billing/public.ts';
import type { ServerConfig } from './config.ts';
import { createDestinationChanges, destinationsModule, lookUp } from './destinations/public.ts';
import { type Capability, requireRoutes, socketHandlersOf } from './infra/capability.ts';
import type { Database } from './infra/database/connect.ts';
import { createApp } from './infra/http/app.ts';
import type { Gate } from './infra/http/bind.ts';
import { createCookies } from './infra/http/cookies.ts';
import { createLimiters } from './infra/http/limiter.ts';
import { refuseOtherMethods } from './infra/http/methods.ts';
import { createRateLimits } from './infra/http/rate-limits.ts';
import { answerOnce } from './infra/idempotency/answer-once.ts';
import { idempotencyModule } from './infra/idempotency/module.ts';
import type { Log } from './infra/log.ts';
import { createMetrics, type Metrics } from './infra/metrics.ts';
import { rewrap } from './infra/secrets/rewrap.ts';
import { createVault } from './infra/secrets/vault.ts';
import { createSecurityLog } from './infra/security-log.ts';
import { createSockets, type Sockets } from './infra/sockets/sockets.ts';
import { liveModule } from './live/public.ts';
import {
  createHeartbeats,
  createNodeAuthentication,
  createNodeClient,
  mediaOrigins,
  nodesModule,
} from './nodes/public.ts';
import type { ServerSecrets } from './secrets.ts';
import { servePages, siteModule } from './site/public.ts';
import {
  createKeyGuesses,
  createSourceChanges,
  createSourceDetails,
  sourcesModule,
} from './sources/public.ts';
import { studioModule } from './studio/public.ts';

/** What tests may replace. */
export interface Overrides {
  clock?: Clock;
  log?: Log;
  /** How long a query may take, in ms. */
  databaseSilenceMs?: number;
  /** Asks DNS where the servers of destinations are. */
  lookup?: Lookup;
}

export interface Context {
  app: Express;
  metrics: Metrics;
  sockets: Sockets;
  capabilities: readonly Capability[];
  /** Re-encrypts what the previous key had encrypted; returns how many values that was. */
  rewrap: () => Promise<number>;
}

interface ContextDeps {
  config: ServerConfig;
  secrets: ServerSecrets;
  db: Database;
  log: Log;
  http: Server;
  clock?: Clock;
  lookup?: Lookup;
}

/** Constructs everything the API consists of, each part once. Opens no connection and starts no timer. */
export function createContext({ clock = systemClock, lookup = lookUp, ...deps }: ContextDeps): Context {
  const { config, secrets, db, log, http } = deps;
  const tls = config.production;
  const vault = createVault(secrets.keyEncryption);
  const cookies = createCookies({ secure: tls });
  const accessTokens = createAccessTokens(secrets.jwt, clock);
  const signIns = { db, clock, accessTokens, cookies };
  const security = createSecurityLog(log);
  const metrics = createMetrics();
  const heartbeats = createHeartbeats();
  const sockets = createSockets({
    http,
    log,
    origins: config,
    authenticate: (request, token) =>
      token === undefined ? authenticateRequest(signIns, request) : authenticateToken(signIns, token),
    handlers: () => socketHandlersOf(capabilities),
  });
  const limiters = createLimiters(db, config.rateLimitFactor);
  const { allowRegistration, defaultPlan } = config;
  const signedOut = (signInId: string) => sockets.closeSignIn(signInId);
  const accounts = { ...signIns, security, allowRegistration, defaultPlan, subscribe, signedOut };
  const storage = { db, clock, log, vault };
  const [sourceChanges, sourceDetails] = [createSourceChanges(), createSourceDetails()];
  const destinationChanges = createDestinationChanges();
  const onSources = { ...storage, sourceChanges, sourceDetails, destinationChanges };
  const nodeClient = createNodeClient(storage);
  const ownNode = { id: config.mediaNodeId, token: secrets.mediaNodeToken };
  const addresses = { rules: destinationRules(config), lookup };
  const capabilities = [
    idempotencyModule(storage),
    authModule({ ...accounts, passwords: createPasswords(), passwordTries: createPasswordTries(limiters) }),
    billingModule(storage),
    nodesModule({ ...storage, ownNode }),
    siteModule(storage),
    sourcesModule({ ...storage, security, changes: sourceChanges, details: sourceDetails }),
    destinationsModule({ ...onSources, changes: destinationChanges, addresses, nodeClient }),
    studioModule(storage),
    liveModule({ ...onSources, tls, heartbeats, nodeClient, sockets, guesses: createKeyGuesses(limiters) }),
  ];
  const contract = mergeRoutes(SERVER_ROUTES, NODE_ROUTES);
  requireRoutes(capabilities, contract);
  const gate: Gate = {
    authenticate: (request) => authenticateRequest(signIns, request),
    authenticateNode: createNodeAuthentication({ ...storage, limiters }),
    origins: config,
    limits: createRateLimits(limiters),
    once: (call, work) => answerOnce(storage, call, work),
  };
  const app = createApp({
    trustProxy: config.trustProxy,
    tls,
    origins: config,
    log,
    observe: metrics.observe,
    // On loopback, a node may come and go on any port while a page stays open.
    mediaOrigins: () => (config.production ? mediaOrigins(heartbeats.endpoints()) : ON_LOOPBACK),
    routes: (target) => {
      for (const { routes } of capabilities) for (const group of routes) group.bind(target, gate);
      refuseOtherMethods(target, contract);
    },
    pages: servePages(config.pagesDir),
  });
  metrics.gauge({ name: 'neustream_sockets', help: 'Open sockets of screens.', read: () => sockets.count() });
  for (const gauge of capabilities.flatMap((one) => one.metrics)) metrics.gauge(gauge);
  const columns = capabilities.flatMap(({ sealedColumns }) => sealedColumns);
  return { app, metrics, sockets, capabilities, rewrap: () => rewrap({ db, vault }, columns) };
}

const ON_LOOPBACK = ['http://127.0.0.1:*', 'http://localhost:*', 'ws://127.0.0.1:*', 'ws://localhost:*'];
