import {
  LANE_STATES,
  nodeSession,
  publishLoginProof,
  readSessions,
} from '@neustream/shared/contracts/media-control.ts';
import { nodeEvent } from '@neustream/shared/live/events.ts';
import { INGEST_PROTOCOLS } from '@neustream/shared/live/facts.ts';
import { measurePermit } from '@neustream/shared/node/measure-permit.ts';
import { z } from 'zod';
import { sessionCourse, sessionRecord } from '../../fanout/public.ts';
import { MEASURE_VERDICTS } from '../../ingest/public.ts';

/**
 * The edge between a node's control process and its lanes, over loopback: what the edge between the API and a node is,
 * once more. What is desired goes down whole, what is actual comes up whole and numbered, so that repeats and losses
 * are harmless.
 */

const id = z.string().min(1).max(64);
const count = z.number().int().nonnegative();
const port = z.number().int().min(1).max(65_535);
const publicId = z.string().max(64);

/** One session as it is given to a lane: everything it needs to go on from where another lane was. */
export const laneSession = z.object({
  record: sessionRecord,
  /** What happened in it that the API has not stored yet. */
  events: z.array(nodeEvent),
  /** The lane that carried it died: its timeline says so. */
  restarted: z.boolean(),
});

/** What a lane should be, apart from its sessions. */
export const laneDesired = z.object({
  /** The run of the control process that says so. */
  from: id,
  /** Grows with each change in one run; an older one is ignored. */
  version: count,
  /** Where the control process answers. */
  control: z.string(),
  /** Takes no new encoders, and ends when its last session has ended. */
  draining: z.boolean(),
  /** Where MediaMTX is read; null where there is none, or none yet. */
  mediamtx: z.object({ rtmp: port, rtsp: port, api: port }).nullable(),
  /** How often MediaMTX died: encoders that it takes have to reconnect each time. */
  mediamtxDeaths: count,
  /** Paths that somebody watches or records at MediaMTX; null while that is not known, after the control's start. */
  watched: z.array(publicId).nullable(),
});
export type LaneDesired = z.infer<typeof laneDesired>;

/** What a lane reports of one session: what the API is told, and what the record has to remember. */
export const laneSessionFacts = nodeSession.extend({ record: z.object(sessionCourse) });
export type LaneSessionFacts = z.infer<typeof laneSessionFacts>;

/** Everything that a lane knows. */
export const laneReport = z.object({
  laneId: id,
  seq: count,
  /** What it runs: program and settings. */
  fingerprint: z.string(),
  /** Of the program, for people. */
  version: z.string(),
  state: z.enum(LANE_STATES),
  pid: z.number().int().positive(),
  /** Its own server, on loopback. */
  port,
  /** Ports that it takes encoders at; null for those it does not. */
  ports: z.object({
    rtmp: port.nullable(),
    rtmps: port.nullable(),
    direct: port.nullable().default(null),
  }),
  /** Share of one core that it used lately. */
  load: z.number().min(0).max(1),
  /** Encoders that it accepted and other lanes serve. */
  passedOn: count,
  sessions: z.array(laneSessionFacts),
});
export type LaneReport = z.infer<typeof laneReport>;

/** A report as it is read: each session separately, so that one that cannot be read costs the others nothing. */
export const readLaneReport = laneReport
  .extend({ sessions: z.array(z.unknown()) })
  .transform(({ sessions, ...lane }) => ({ ...lane, ...readSessions(laneSessionFacts, sessions) }));
export type ReadLaneReport = z.output<typeof readLaneReport>;

/**
 * The same from a lane that runs the very program that reads it, which has been made by the types that it would be
 * checked against: with many sessions, checking each field anew every second is most of what a report costs.
 */
export const ownLaneReport = laneReport
  .extend({ sessions: z.custom<LaneSessionFacts[]>((value) => Array.isArray(value)) })
  .transform((report): ReadLaneReport => ({ ...report, refused: [] }));

/** The control's answer to a report. */
export const laneAnswer = z.object({
  desired: laneDesired,
  /** Sessions of the report that are none of this lane's: it lets go of them. */
  drop: z.array(id),
  /** Ids of the report's events that the API has stored. */
  storedEvents: z.array(z.string()),
});
export type LaneAnswer = z.infer<typeof laneAnswer>;

/** An encoder that wants to publish, by what it proves that it knows the key. */
export const encoderClaim = z.object({
  publicId,
  keyHash: z.string().nullable(),
  login: publishLoginProof.nullable(),
  protocol: z.enum(INGEST_PROTOCOLS),
  address: z.string().max(64),
});

/** Where the session of an encoder is that came to a lane without it. */
export const claimAnswer = z.discriminatedUnion('session', [
  /** The lane that asked has it now. */
  z.object({ session: z.literal('here') }),
  /** It has begun in another lane, which listens at this port. */
  z.object({ session: z.literal('elsewhere'), port }),
  z.object({ session: z.literal('none'), reason: z.string() }),
]);

export const verdictAnswer = z.union([
  z.object({ allowed: z.literal(true) }),
  z.object({ allowed: z.literal(false), reason: z.string() }),
]);

/** An encoder that publishes at MediaMTX. */
export const foundEncoder = z.object({ publicId, protocol: z.enum(INGEST_PROTOCOLS) });

export const transcodingAnswer = z.object({ transcoding: z.boolean() });
/** The session when the lane gave it up; null when it has begun there. */
export const releaseAnswer = z.object({ released: laneSession.nullable() });

/** Where a handed-over encoder comes from; its bytes follow. */
export const handOverHead = z.object({
  protocol: z.enum(INGEST_PROTOCOLS),
  address: z.string().max(64),
  /** How many of its first bytes the lane that accepted it has answered already. */
  heardBytes: count,
});
export type HandOverHead = z.infer<typeof handOverHead>;

/** Paths of a lane's server (called by the control, and for a hand-over by other lanes). */
export const LANE_PATHS = {
  /** PUT a `laneSession`; GET one (the lane's own, with keys); DELETE forgets it. */
  session: (sessionId: string) => `/v1/sessions/${encodeURIComponent(sessionId)}`,
  /** POST: the lane gives the session up, unless it has begun; answers a `releaseAnswer`. */
  release: (sessionId: string) => `/v1/sessions/${encodeURIComponent(sessionId)}/release`,
  /** PUT a `laneDesired`. */
  desired: '/v1/desired',
  /** GET a `laneReport`. */
  report: '/v1/report',
  /** POST an `encoderClaim` of an encoder at MediaMTX; answers a `verdictAnswer`. */
  publish: '/v1/publish',
  /** POST a `foundEncoder`. */
  found: '/v1/found',
  /** POST a `foundEncoder`-like path; answers a `transcodingAnswer`. */
  transcoding: (path: string) => `/v1/transcoding/${path}`,
  /** Upgrade to `HAND_OVER_PROTOCOL`, with a `handOverHead` as JSON in `HAND_OVER_HEADER`. */
  encoders: '/v1/encoders',
} as const;

export const HAND_OVER_PROTOCOL = 'neustream-encoder';
export const HAND_OVER_HEADER = 'x-neustream-encoder';

/** Paths of the control server for lanes. */
export const CONTROL_LANE_PATHS = {
  /** POST a `laneReport`; answers a `laneAnswer`. */
  report: '/lanes/report',
  /** POST `{ laneId, claim: encoderClaim }`; answers a `claimAnswer`. */
  claim: '/lanes/claim',
  /** POST a `laneMeasure` of a page that wants to measure its uplink; answers a `measureAnswer`. */
  measure: '/lanes/measure',
  /** POST a `laneMeasure` of one that is over. */
  measured: '/lanes/measured',
} as const;

export const laneClaim = z.object({ laneId: id, claim: encoderClaim });
export const laneMeasure = z.object({ permit: measurePermit });
export const measureAnswer = z.object({ verdict: z.enum(MEASURE_VERDICTS) });
