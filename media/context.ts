import { randomBytes, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Clock } from '@neustream/shared/kernel/clock.ts';
import { Secret } from '@neustream/shared/kernel/secret.ts';
import type { NodeInternals } from '@neustream/shared/node/internals/internals.ts';
import type { Logger } from 'pino';
import type { MediaConfig } from './config.ts';
import {
  answerMediamtx,
  ControlServer,
  loginSecret,
  mediamtxCallbackPath,
  nodeReport,
  PublishGate,
  ServerApi,
  SnapshotPusher,
} from './control/public.ts';
import { applyAnswer, PlanStore, relayOpener, Sessions } from './fanout/public.ts';
import {
  createIngest,
  type EngineChoice,
  type Ingest,
  type IngestListener,
  MediamtxReaders,
  previousMediamtx,
} from './ingest/public.ts';
import { ConnectionTests, LoopPacing, networkRules, TimerPacing } from './relay/public.ts';

export interface MediaContextDeps {
  config: MediaConfig;
  nodeToken: Secret;
  engine: EngineChoice;
  internals: NodeInternals;
  /** Null: sound other than AAC cannot be accepted. */
  ffmpeg: string | null;
  log: Logger;
  now: Clock;
  random: () => number;
}

/** Every part of a media node, constructed and connected; nothing runs yet. */
export interface MediaContext {
  control: ControlServer;
  ingest: Ingest;
  sessions: Sessions;
  pusher: SnapshotPusher;
}

/** Constructs the parts; nothing else does. */
export function createMediaContext(deps: MediaContextDeps): MediaContext {
  const { config, nodeToken, engine, internals, ffmpeg, log, now, random } = deps;
  const { nodeId } = config;
  const folder = join(config.dataDir, 'media');
  const bootId = randomUUID();
  const [apiToken, readToken] = [randomSecret(), randomSecret()];
  const callbackPath = mediamtxCallbackPath(nodeToken);
  const pacing = internals.loopSleep ? new LoopPacing(config.batchMs) : new TimerPacing(config.batchMs);
  const server = new ServerApi(config.serverUrl, nodeToken);
  const readers = new MediamtxReaders({ ffmpeg, readToken, pacing, log });
  const listener: IngestListener = {
    mayPublish: (attempt) => publishGate.mayPublish(attempt),
    onPublish: (publicId, protocol) => sessions.publishingTo(publicId)?.encoderCame(protocol),
  };
  const authAddress = () => `http://127.0.0.1:${control.port}${callbackPath}`;
  const { ingest, encoders } = createIngest({
    engine,
    config,
    listener,
    loginSecret: loginSecret(nodeToken),
    pacing,
    internals,
    mediamtx: {
      apiToken,
      readers,
      authAddress,
      controlPort: () => control.port,
      onPublishing: (publicId, protocol) => {
        const session = sessions.publishingTo(publicId);
        if (session?.attached === false) session.encoderCame(protocol);
      },
      onRestart: () => sessions.recordForAll({ kind: 'ingest.restarted', hop: 'ingest', data: {} }),
    },
    log,
    now,
  });
  const network = networkRules(config);
  const steady: Clock = () => performance.now();
  const tests = new ConnectionTests({ network, steady, isSending: (id) => sessions.sendTo(id) });
  const sessions: Sessions = new Sessions({
    runId: bootId,
    encoders,
    store: new PlanStore(join(folder, 'sessions'), nodeToken, log),
    openRelay: relayOpener({
      log,
      network,
      internals,
      now,
      mostLagMs: config.mostLagMs,
      random,
      beforeOpening: (id) => tests.giveWayTo(id),
    }),
    onChange: () => pusher.changed(),
    log,
    now,
    steady,
  });
  const publishGate = new PublishGate({ nodeId, sessions, server, log });
  const pusher: SnapshotPusher = new SnapshotPusher({
    report: (seq) =>
      nodeReport(
        { nodeId, bootId, controlUrl: () => control.url, engine: engine.engine, ingest, sessions, now },
        seq,
      ),
    beforeSending: () => sessions.recordDrops(),
    send: (snapshot) => server.snapshot(snapshot),
    apply: (answer, snapshot) => applyAnswer(sessions, { answer, snapshot }),
    log,
    now,
  });
  const control: ControlServer = new ControlServer({
    host: config.controlHost,
    port: config.controlPort === 0 ? (previousMediamtx(folder)?.controlPort ?? 0) : config.controlPort,
    nodeToken,
    mediamtxPath: callbackPath,
    acceptPlan: (plan) => sessions.accept(plan),
    snapshot: () => pusher.look(),
    testConnection: (request, signal) => tests.run(request, signal),
    answerMediamtx: (request) =>
      answerMediamtx(request, {
        apiToken,
        readToken,
        ...listener,
        mayPlay: (publicId, token) => publishGate.mayPlay(publicId, token),
        isTranscoding: (publicId) => readers.isTranscoding(publicId),
      }),
    log,
  });
  return { control, ingest, sessions, pusher };
}

function randomSecret(): Secret {
  return new Secret(randomBytes(32).toString('hex'));
}
