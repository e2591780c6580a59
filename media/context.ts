import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import {
  type IngestEngine,
  NO_ENDPOINTS,
  type NodeEndpoints,
} from '@neustream/shared/contracts/media-control.ts';
import type { Clock } from '@neustream/shared/kernel/clock.ts';
import type { Secret } from '@neustream/shared/kernel/secret.ts';
import type { Logger } from 'pino';
import type { MediaConfig } from './config.ts';
import {
  answerMediamtx,
  ControlServer,
  claimOf,
  nodeCredentials,
  nodeReport,
  RefusedSessions,
  ServerApi,
  SnapshotPusher,
} from './control/public.ts';
import { PlanStore } from './fanout/public.ts';
import { type EncoderPorts, MediamtxIngest, ownEndpoints, previousMediamtx } from './ingest/public.ts';
import {
  DesiredLanes,
  EncoderClaims,
  LaneEdge,
  Lanes,
  laneViews,
  Measurements,
  SessionBoard,
} from './lanes/public.ts';
import { type LanePlan, lanesFolder, previousControlPort } from './node-lanes.ts';
import { ConnectionTests, networkRules } from './relay/public.ts';

/** Changes within this time are sent to the API in one snapshot, in ms. */
const COALESCE_MS = 150;
const BUSY_EVERY_MS = 1000;
const IDLE_EVERY_MS = 2000;

export interface MediaContextDeps {
  config: MediaConfig;
  nodeToken: Secret;
  engine: IngestEngine;
  /** Null where nothing but RTMP and RTMPS is taken. */
  mediamtxBinary: string | null;
  lanePlan: LanePlan;
  log: Logger;
  now: Clock;
  /** Milliseconds that setting the system's clock does not change. */
  steady: Clock;
}

/** Every part of a media node's control process, constructed and connected; nothing runs yet. */
export interface MediaContext {
  control: ControlServer;
  lanes: Lanes;
  board: SessionBoard;
  edge: LaneEdge;
  /** Null where nothing but RTMP and RTMPS is taken. */
  mediamtx: MediamtxIngest | null;
  pusher: { start(): void; stop(): Promise<void>; changed(): void; look(): ReturnType<typeof nodeReport> };
  /** The ports at which the lanes take encoders; set before they are started. */
  ports: EncoderPorts;
  /** It is known which lane carries what: requests are answered from now on. */
  open(): void;
  endpoints(): NodeEndpoints;
  /** Takes nothing new from now on. */
  drain(): void;
  /** Settles when the node is draining and its last session has ended. */
  drained: Promise<void>;
}

/** Constructs the parts; nothing else does. */
export function createMediaContext(deps: MediaContextDeps): MediaContext {
  const { config, nodeToken, engine, lanePlan, log, now, steady } = deps;
  const { nodeId } = config;
  const folder = join(config.dataDir, 'media');
  const bootId = randomUUID();
  const credentials = nodeCredentials(nodeToken);
  const server = new ServerApi(config.serverUrl, nodeToken);
  const ports: EncoderPorts = { rtmp: null, rtmps: null, direct: null };
  const opened = Promise.withResolvers<void>();
  const drained = Promise.withResolvers<void>();
  let draining = false;
  const changed = () => {
    pusher.changed();
    if (draining && board.size === 0) drained.resolve();
  };
  const board: SessionBoard = new SessionBoard({
    store: new PlanStore(join(folder, 'sessions'), nodeToken, log),
    lane: (id) => lanes.find(id),
    open: () => lanes.open(),
    onChange: changed,
    onSending: (id) => tests.giveWayTo(id),
    log,
    now,
  });
  const lanes: Lanes = new Lanes({
    folder: lanesFolder(config),
    count: lanePlan.count,
    mayOverlap: lanePlan.sharesPorts || engine === 'mediamtx',
    launch: () => ({ ...lanePlan, control: control.localUrl, engine }),
    settings: () => ({
      ...config.given,
      RTMP_PORT: String(ports.rtmp ?? 0),
      RTMPS_PORT: String(ports.rtmps ?? 0),
      DIRECT_PORT: String(ports.direct ?? 0),
      ...tokenSetting(config),
    }),
    laneToken: credentials.lane,
    onEnd: (laneId) => {
      board.laneDied(laneId);
      void mediamtx?.look();
    },
    log,
    steady,
  });
  const desired = new DesiredLanes({
    runId: bootId,
    controlUrl: () => control.localUrl,
    mediamtx: () => mediamtx?.access ?? null,
    lanes: () => lanes.all(),
  });
  const claims = new EncoderClaims({ nodeId, board, server, isDraining: () => draining, log });
  const edge = new LaneEdge({
    token: credentials.lane,
    fingerprint: lanePlan.fingerprint,
    lanes,
    board,
    claims,
    desired,
    measurements: new Measurements(now),
    onJoined: () => void mediamtx?.look(),
    log,
  });
  const mediamtx =
    deps.mediamtxBinary === null
      ? null
      : new MediamtxIngest({
          config,
          binary: deps.mediamtxBinary,
          takesRtmp: engine === 'mediamtx',
          authAddress: () => `${control.localUrl}${credentials.callbackPath}`,
          controlPort: () => control.port,
          apiToken: credentials.mediamtxApi,
          onPublishing: (publicId, protocol) => claims.found(publicId, protocol),
          onRestart: () => desired.mediamtxDied(),
          onWatched: (publicIds) => desired.watch(publicIds),
          log,
          now,
        });
  const endpoints = (): NodeEndpoints =>
    engine === 'mediamtx'
      ? (mediamtx?.endpoints ?? NO_ENDPOINTS)
      : joined(mediamtx?.endpoints ?? NO_ENDPOINTS, ownEndpoints(config, ports));
  const refused = new RefusedSessions('the API', log);
  const pusher = new SnapshotPusher({
    taker: 'the API',
    report: (seq) =>
      nodeReport(
        {
          nodeId,
          bootId,
          controlUrl: control.url,
          engine,
          ready: lanes.open().length > 0 && (engine !== 'mediamtx' || mediamtx?.ready === true),
          endpoints: endpoints(),
          version: lanePlan.version,
          draining,
          lanes: laneViews(lanes, board),
          sessions: board.sessions(),
          at: now(),
        },
        seq,
      ),
    beforeSending: () => undefined,
    send: (snapshot) => server.snapshot(snapshot),
    apply: (answer, snapshot) => {
      board.apply(answer, snapshot);
      refused.note(answer.refused);
      if (draining && board.size === 0) drained.resolve();
    },
    coalesceMs: COALESCE_MS,
    everyMs: ({ sessions }) => (sessions.length > 0 ? BUSY_EVERY_MS : IDLE_EVERY_MS),
    log,
    now,
  });
  const tests = new ConnectionTests({
    network: networkRules(config),
    steady,
    isSending: (id) => board.sendsTo(id),
  });
  const drain = () => {
    if (draining) return;
    draining = true;
    log.info('the node takes no new sessions, and ends when its last one has ended');
    changed();
  };
  const control: ControlServer = new ControlServer({
    host: config.controlHost,
    port: config.controlPort === 0 ? previousPort(config, folder) : config.controlPort,
    nodeToken,
    mediamtxPath: credentials.callbackPath,
    opened: opened.promise,
    acceptPlan: (plan) => board.accept(plan),
    snapshot: () => pusher.look(),
    drain,
    testConnection: (request, signal) => tests.run(request, signal),
    answerMediamtx: (request) =>
      answerMediamtx(request, {
        apiToken: credentials.mediamtxApi,
        readToken: credentials.mediamtxRead,
        previewToken: credentials.mediamtxPreview,
        takesRtmp: engine === 'mediamtx',
        mayPublish: (attempt) => claims.mayPublish(claimOf(attempt)),
        mayPlay: (publicId, token) => claims.mayPlay(publicId, token),
        onPlay: (publicId) => mediamtx?.viewerCame(publicId),
        isTranscoding: (publicId) => claims.isTranscoding(publicId),
      }),
    answerLane: (request) => edge.answer(request),
    log,
  });
  return {
    control,
    lanes,
    board,
    edge,
    mediamtx,
    pusher,
    ports,
    open: opened.resolve,
    endpoints,
    drain,
    drained: drained.promise,
  };
}

function joined(one: NodeEndpoints, other: NodeEndpoints): NodeEndpoints {
  const offered = Object.entries(other).filter(([, address]) => address !== null);
  return { ...one, ...Object.fromEntries(offered) };
}

/** A token that was given neither in the data folder nor in a file of its own, where lanes find it as we did. */
function tokenSetting({ given, nodeToken }: MediaConfig): Record<string, string> {
  if (nodeToken === null || given.MEDIA_NODE_TOKEN_FILE !== undefined) return {};
  return { MEDIA_NODE_TOKEN: nodeToken.reveal() };
}

/** MediaMTX and lanes that outlived the previous control process call back at its port. */
function previousPort(config: MediaConfig, folder: string): number {
  return previousMediamtx(folder)?.controlPort ?? previousControlPort(config) ?? 0;
}
