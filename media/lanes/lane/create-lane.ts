import type { Clock } from '@neustream/shared/kernel/clock.ts';
import type { Secret } from '@neustream/shared/kernel/secret.ts';
import type { IngestProtocol } from '@neustream/shared/live/facts.ts';
import type { NodeInternals } from '@neustream/shared/node/internals/internals.ts';
import type { Logger } from 'pino';
import type { MediaConfig } from '../../config.ts';
import { nodeCredentials, PublishGate, SnapshotPusher } from '../../control/public.ts';
import { courseOf, relayOpener, Sessions } from '../../fanout/public.ts';
import {
  BothEncoders,
  type IngestListener,
  isOwnProtocol,
  MediamtxEncoders,
  MediamtxReaders,
  OwnIngest,
} from '../../ingest/public.ts';
import { LoopPacing, networkRules, TimerPacing } from '../../relay/public.ts';
import { opusConversion } from '../../transcode/public.ts';
import type { LaneAnswer, LaneReport } from '../edge/contract.ts';
import { ControlClient } from '../edge/control-client.ts';
import type { LaneLaunch } from '../edge/launch.ts';
import { DesiredState } from './desired-state.ts';
import { HandOvers } from './hand-overs.ts';
import { LaneServer } from './lane-server.ts';
import { LoadMeter } from './load-meter.ts';
import { Previews } from './previews.ts';

/** Changes within this time are reported together, in ms. */
const COALESCE_MS = 20;
const BUSY_EVERY_MS = 1000;
/** A lane that says nothing for ten seconds counts as hung. */
const IDLE_EVERY_MS = 2000;

export interface LaneDeps {
  launch: LaneLaunch;
  config: MediaConfig;
  nodeToken: Secret;
  internals: NodeInternals;
  /** Null: sound other than AAC cannot be accepted. */
  ffmpeg: string | null;
  log: Logger;
  now: Clock;
  /** Milliseconds that setting the system's clock does not change. */
  steady: Clock;
  random: () => number;
  /** The control process answered. */
  onAnswered(): void;
}

/** The parts of a lane that its life depends on, constructed and connected; nothing runs yet. */
export interface LaneParts {
  server: LaneServer;
  /** Null where MediaMTX takes everything. */
  ingest: OwnIngest | null;
  sessions: Sessions;
  handOvers: HandOvers;
  desired: DesiredState;
  previews: Previews;
  reports: SnapshotPusher<LaneReport, LaneAnswer>;
}

/** Constructs the parts of a lane; nothing else does. */
export function createLane(deps: LaneDeps): LaneParts {
  const { launch, config, internals, ffmpeg, log, now, steady, random } = deps;
  const { laneId } = launch;
  const credentials = nodeCredentials(deps.nodeToken);
  const pacing = internals.loopSleep ? new LoopPacing(config.batchMs) : new TimerPacing(config.batchMs);
  const desired: DesiredState = new DesiredState({
    control: launch.control,
    onMediamtxDeath: () =>
      sessions.recordForAll({ kind: 'ingest.restarted', hop: 'ingest', data: {} }, ({ protocol }) =>
        isTakenByMediamtx(protocol),
      ),
    onDraining: () => ingest?.stopListening(),
    onChange: () => changed(),
  });
  const isTakenByMediamtx = (protocol: IngestProtocol | null) => ingest === null || !isOwnProtocol(protocol);
  const control = new ControlClient({ url: () => desired.control, token: credentials.lane, laneId, steady });
  const handOvers = new HandOvers(credentials.lane);
  const listener: IngestListener = {
    mayPublish: (attempt) => gate.mayPublish(attempt),
    onPublish: (publicId, protocol) => sessions.publishingTo(publicId)?.encoderCame(protocol),
    handOver: (encoder, port) => handOvers.begin(encoder, port),
    mayMeasure: (permit) => control.measure(permit),
    measured: (permit) => control.measured(permit),
  };
  const ingest =
    launch.engine === 'mediamtx'
      ? null
      : new OwnIngest({
          config,
          listener,
          nodeToken: deps.nodeToken,
          loginSecret: credentials.logins,
          convertOpus: opusConversion(ffmpeg, log),
          pacing,
          internals,
          now,
          steady,
          sharesPorts: launch.sharesPorts,
        });
  const readers = new MediamtxReaders({ ffmpeg, readToken: credentials.mediamtxRead, pacing, log });
  const mediamtx = new MediamtxEncoders({
    access: () => desired.mediamtx,
    apiToken: credentials.mediamtxApi,
    readers,
    log,
    now,
  });
  const sessions: Sessions = new Sessions({
    runId: laneId,
    encoders: new BothEncoders({ own: ingest, mediamtx }),
    openRelay: relayOpener({
      log,
      network: networkRules(config),
      internals,
      now,
      mostLagMs: config.mostLagMs,
      random,
    }),
    onChange: () => changed(),
    log,
    now,
    steady,
  });
  const previews = new Previews({
    sessions,
    isWatched: (publicId) => desired.isWatched(publicId),
    mediamtx: () => desired.mediamtx,
    token: credentials.mediamtxPreview,
    internals,
    now,
    random,
  });
  const changed = () => {
    reports.changed();
    previews.reconcile();
  };
  const gate = new PublishGate({ sessions, find: (claim) => control.claim(claim), log });
  const load = new LoadMeter(steady);
  const reports: SnapshotPusher<LaneReport, LaneAnswer> = new SnapshotPusher({
    taker: 'the control process',
    report: (seq): LaneReport => ({
      laneId,
      seq,
      fingerprint: launch.fingerprint,
      version: launch.version,
      state: desired.draining ? 'draining' : 'running',
      pid: process.pid,
      port: server.port,
      ports: ingest?.ports ?? { rtmp: null, rtmps: null, direct: null },
      load: load.read(),
      passedOn: handOvers.size,
      sessions: sessions.all().map((one) => ({ ...one.snapshot(), record: courseOf(one.record) })),
    }),
    beforeSending: () => sessions.recordDrops(),
    send: (report) => control.report(report),
    apply: (answer) => {
      deps.onAnswered();
      const stored = new Set(answer.storedEvents);
      for (const session of sessions.all()) session.events.forget(stored);
      if (answer.drop.length > 0) sessions.drop(answer.drop);
      desired.apply(answer.desired);
    },
    coalesceMs: COALESCE_MS,
    everyMs: (report) => (report.sessions.length > 0 ? BUSY_EVERY_MS : IDLE_EVERY_MS),
    log,
    now,
  });
  const server: LaneServer = new LaneServer({
    token: credentials.lane,
    take: (given) => sessions.take(given),
    held: (id) => sessions.find(id)?.given() ?? null,
    release: (id) => sessions.release(id),
    forget: (id) => sessions.drop([id]),
    desire: (state) => desired.apply(state),
    report: () => reports.look(),
    publish: async (claim) => {
      if (sessions.publishingTo(claim.publicId) === null) return { allowed: false, reason: 'SESSION_GONE' };
      const verdict = await gate.mayClaim(claim);
      if (verdict.allowed) listener.onPublish(claim.publicId, claim.protocol);
      return verdict;
    },
    found: (publicId, protocol) => {
      const session = sessions.publishingTo(publicId);
      if (session?.attached === false) session.encoderCame(protocol);
    },
    isTranscoding: (publicId) => readers.isTranscoding(publicId),
    serve: (socket, head) => (ingest === null ? socket.destroy() : ingest.serveHandedOver(socket, head)),
    log,
  });
  return { server, ingest, sessions, handOvers, desired, previews, reports };
}
