import { randomBytes, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import type { NodeSnapshot, SnapshotAnswer } from '@neustream/shared/contracts/media-control.ts';
import type { Clock } from '@neustream/shared/kernel/clock.ts';
import { Secret } from '@neustream/shared/kernel/secret.ts';
import type { Logger } from 'pino';
import type { MediaConfig } from './config.ts';
import { ControlServer } from './control/control-server.ts';
import { answerMediamtx } from './control/mediamtx-auth.ts';
import { mediamtxCallbackPath } from './control/mediamtx-callback-path.ts';
import { PublishGate } from './control/publish-gate.ts';
import { ServerApi } from './control/server-api.ts';
import { SnapshotPusher } from './control/snapshot-pusher.ts';
import type { OpenRelayOptions } from './fanout/live-session.ts';
import { PlanStore } from './fanout/plan-store.ts';
import { Sessions } from './fanout/sessions.ts';
import type { EngineChoice } from './ingest/choose-engine.ts';
import { type Ingest, type IngestListener, LIVE_APP, pathOf } from './ingest/ingest.ts';
import type { Reader } from './ingest/mediamtx/attachment.ts';
import { MediamtxIngest, type MediamtxReaders } from './ingest/mediamtx/mediamtx-ingest.ts';
import { formerMediamtx } from './ingest/mediamtx/mediamtx-ports.ts';
import { RtmpIngest } from './ingest/rtmp/rtmp-ingest.ts';
import type { NetworkRules } from './relay/dial.ts';
import { readRtmp } from './relay/input/read-rtmp.ts';
import { Relay } from './relay/relay.ts';
import { LoopPacing, type ReadPacing } from './relay/rtmp/pacing.ts';
import { runRendition } from './transcode/rendition.ts';

export interface MediaContextOptions {
  config: MediaConfig;
  nodeToken: Secret;
  engine: EngineChoice;
  /** Null: sound that is not AAC cannot be taken. */
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
  snapshot(): NodeSnapshot;
  /** Tells the context which port the control server got. */
  controlListens(port: number): void;
}

/** Builds the parts; the only place that does. */
export function createMediaContext(options: MediaContextOptions): MediaContext {
  const { config, nodeToken, log, now } = options;
  const server = new ServerApi(config.serverUrl, nodeToken);
  const tokens = { apiToken: randomSecret(), readToken: randomSecret() };
  const transcoding = new Set<string>();
  const folder = join(config.dataDir, 'media');
  const pacing = new LoopPacing();
  const bootId = randomUUID();
  let controlPort = config.controlPort;
  let seq = 0;

  const listener: IngestListener = {
    mayPublish: (attempt) => publishGate.mayPublish(attempt),
    onPublish: (publicId, protocol) => sessions.publishingTo(publicId)?.encoderCame(protocol),
    onRestart: () => sessions.tellAll({ kind: 'ingest.restarted', hop: 'ingest', data: {} }),
  };
  const callbackPath = mediamtxCallbackPath(nodeToken);
  const ingest = createIngest({
    ...options,
    listener,
    apiToken: tokens.apiToken,
    pacing,
    readers: mediamtxReaders({ ...options, pacing }, tokens.readToken, transcoding),
    authAddress: (port) => `http://127.0.0.1:${port}${callbackPath}`,
    controlPort: () => controlPort,
  });
  const sessions = new Sessions({
    ingest,
    store: new PlanStore(join(folder, 'sessions'), nodeToken, log),
    openRelay: relayOpener(options),
    onChange: () => pusher.changed(),
    log,
    now,
    steady: () => performance.now(),
  });
  const publishGate = new PublishGate({ nodeId: config.nodeId, sessions, server, log, now });
  const snapshot = (): NodeSnapshot => ({
    nodeId: config.nodeId,
    bootId,
    seq: seq++,
    at: now(),
    controlUrl: `http://${config.controlHost}:${controlPort}`,
    ingestEngine: ingest.engine,
    ingestReady: ingest.ready,
    endpoints: ingest.endpoints,
    sessions: sessions.all().map((session) => session.snapshot()),
  });
  const pusher = new SnapshotPusher({
    take: snapshot,
    send: (facts) => server.snapshot(facts),
    apply: (answer, told) => applyAnswer(sessions, answer, told),
    log,
    now,
  });
  const control = new ControlServer({
    host: config.controlHost,
    port: config.controlPort === 0 ? (formerMediamtx(folder)?.controlPort ?? 0) : config.controlPort,
    nodeToken,
    mediamtxPath: callbackPath,
    acceptPlan: (plan) => sessions.accept(plan),
    snapshot,
    answerMediamtx: (request) =>
      answerMediamtx(request, {
        ...tokens,
        ...listener,
        mayPlay: (publicId, token) => publishGate.mayPlay(publicId, token),
        isTranscoding: (publicId) => transcoding.has(publicId),
      }),
    log,
  });
  return {
    control,
    ingest,
    sessions,
    pusher,
    snapshot,
    controlListens: (port) => {
      controlPort = port;
    },
  };
}

interface IngestParts extends MediaContextOptions {
  pacing: ReadPacing;
  listener: IngestListener;
  apiToken: Secret;
  readers: MediamtxReaders;
  authAddress(controlPort: number): string;
  controlPort(): number;
}

function createIngest({ engine, ...parts }: IngestParts): Ingest {
  if (engine.engine === 'mediamtx') return new MediamtxIngest({ ...parts, binary: engine.binary });
  return new RtmpIngest(parts);
}

function mediamtxReaders(
  { ffmpeg, log, pacing }: MediaContextOptions & { pacing: ReadPacing },
  readToken: Secret,
  transcoding: Set<string>,
): MediamtxReaders {
  return {
    copy:
      (port) =>
      async (publicId, { feed }, signal) => {
        const query = `token=${readToken.reveal()}`;
        const end = await readRtmp({
          port,
          app: LIVE_APP,
          streamName: publicId,
          query,
          feed,
          pacing,
          signal,
        });
        log.debug({ publicId, end }, 'reading from MediaMTX ended');
      },
    transcoded: ffmpeg === null ? null : transcodingReader({ ffmpeg, log }, transcoding),
  };
}

function transcodingReader(
  { ffmpeg, log }: { ffmpeg: string; log: Logger },
  transcoding: Set<string>,
): (rtspPort: number) => Reader {
  return (rtspPort) =>
    async (publicId, { feed }, signal) => {
      transcoding.add(publicId);
      await runRendition({ ffmpeg, rtspPort, path: pathOf(publicId), feed, signal, log });
      transcoding.delete(publicId);
    };
}

function relayOpener({ config, now, random }: MediaContextOptions): (options: OpenRelayOptions) => Relay {
  const network = networkRules(config);
  return ({ destination: { id, address, streamKey }, feed, onChange, wasLive }) =>
    new Relay({ target: { id, address, streamKey }, feed, network, clock: now, random, onChange, wasLive });
}

function networkRules(config: MediaConfig): NetworkRules {
  const { allowPrivateDestinations, allowedDestinationPorts, destinationCaFile } = config;
  const ports = allowedDestinationPorts?.map((port) => ({ from: port, to: port })) ?? null;
  const rules = { allowPrivate: allowPrivateDestinations, allowedPorts: ports };
  if (destinationCaFile === null) return rules;
  return { ...rules, ca: [...rootCertificates, readFileSync(destinationCaFile, 'utf8')] };
}

/** Only sessions that the answered snapshot told of can be dropped by its answer. */
function applyAnswer(sessions: Sessions, answer: SnapshotAnswer, told: NodeSnapshot): void {
  const wanted = new Set(answer.sessions.map(({ sessionId }) => sessionId));
  const stored = new Set(answer.storedEvents);
  for (const session of sessions.all()) session.events.forget(stored);
  sessions.drop(told.sessions.map(({ sessionId }) => sessionId).filter((id) => !wanted.has(id)));
}

function randomSecret(): Secret {
  return new Secret(randomBytes(32).toString('hex'));
}
