import { z } from 'zod';
import { count, instantMs, smallCount, text } from '../kernel/bounds.ts';
import { Secret } from '../kernel/secret.ts';
import { nodeEvent } from '../live/events.ts';
import { ingestFacts, relayFacts } from '../live/facts.ts';
import { DESIRED_SESSION_STATES, SESSION_END_REASONS } from '../live/session.ts';

/**
 * The edge between the API and a media node. Both directions carry the node's token as Bearer. What is desired goes
 * down as whole plans, what is actual comes up as whole numbered snapshots, so repeated or lost messages are harmless.
 */

/**
 * How many sessions of one node, destinations of one session, and events of one session a single message may contain.
 */
const MOST_SESSIONS = 20_000;
const MOST_DESTINATIONS = 10_000;
const MOST_EVENTS = 2000;
const MOST_LANES = 256;
const MOST_TRACKS = 31;

const id = text(64).min(1);
const address = text(2000);
const version = smallCount.min(1);
/** Name of a media node, as its operator set it. */
const nodeId = text(100).min(1);
const sha256Hex = z.string().regex(/^[0-9a-f]{64}$/);

/** On the wire a secret is plain text; once parsed, it prints as `***`. */
export const secretText = text(2000).transform((plain) => new Secret(plain));

export const plannedDestination = z.object({
  id,
  name: text(500),
  platform: text(100),
  /** `rtmp://` or `rtmps://` address without the key. */
  address,
  streamKey: secretText,
  desired: z.enum(['send', 'pause']),
  /** Raised by one each time the user asks for a retry. */
  retryRequests: smallCount,
  /**
   * Codecs the platform accepts, as FourCC (`avc1`, `hvc1`, `av01`); null when unknown, in which case everything is
   * tried.
   */
  videoCodecs: z.array(text(40)).max(50).nullable(),
  /** For servers that ask for a login besides the stream key (`authmod=adobe` or `llnw`). */
  username: text(200).nullable().default(null),
  password: secretText.nullable().default(null),
  /** Which sound track is sent, counted from 0; `all` sends every one to a destination that takes several. */
  audioTrack: z.union([z.literal('all'), z.number().int().min(0).max(MOST_TRACKS)]).default(0),
  /** Whether the platform takes sound without a picture; null when unknown, in which case it is tried. */
  audioOnly: z.boolean().nullable().default(null),
});
export type PlannedDestination = z.infer<typeof plannedDestination>;

/**
 * Lets a node check an Adobe login (`authmod=adobe`) without holding the key: `digest` is
 * base64(md5(user name + salt + key)), where the user name is the source's public id. Whoever has it can log in, too.
 */
export const publishLogin = z.object({ salt: text(64).min(1), digest: secretText });
export type PublishLogin = z.infer<typeof publishLogin>;

/** Everything a media node needs to carry one session, even while the API is down. */
export const sessionPlan = z.object({
  sessionId: id,
  sourceId: id,
  /** Grows with each change; a plan with a lower version than the current one is ignored. */
  version,
  desired: z.enum(DESIRED_SESSION_STATES),
  /** Why the session should end; null while it should be live. */
  endReason: z.enum(SESSION_END_REASONS).nullable(),
  /** Public id of the source: encoders publish to `live/<publicId>`. */
  publicId: z.string().regex(/^[a-z0-9]{6,40}$/),
  /** SHA-256 of each key or token that may publish (random 256-bit values, so no salt is needed). */
  publishKeyHashes: z.array(sha256Hex).max(50),
  /** For encoders that log in with user name (the public id) and password (the key): see `publishLogin`. */
  publishLogins: z.array(publishLogin).max(50).default([]),
  /** SHA-256 of each token that may watch the preview. */
  playTokenHashes: z.array(sha256Hex).max(50),
  graceMs: smallCount,
  firstPublishMs: smallCount,
  destinations: z.array(plannedDestination).max(MOST_DESTINATIONS),
});
export type SessionPlan = z.infer<typeof sessionPlan>;
/** The plan as sent over the wire: secrets in plain text. */
export type SessionPlanWire = z.input<typeof sessionPlan>;

export const nodeSession = z.object({
  sessionId: id,
  /** Names the process run that counts for this session: its counters began at 0 with it. */
  runId: id,
  /** Version of the plan that these facts belong to. */
  version,
  ingest: ingestFacts,
  /** Set once the node has ended the session, on its plan's instruction or of its own accord. */
  endedReason: z.enum(SESSION_END_REASONS).nullable(),
  endedAt: instantMs.nullable(),
  relays: z.array(relayFacts.extend({ destinationId: id })).max(MOST_DESTINATIONS),
  /** Events not yet acknowledged by the API. */
  events: z.array(nodeEvent).max(MOST_EVENTS),
});
export type NodeSession = z.infer<typeof nodeSession>;

/**
 * What takes encoders. `auto`: RTMP and RTMPS by the node itself, SRT and WHIP by MediaMTX; `mediamtx`: everything by
 * MediaMTX; `builtin`: RTMP and RTMPS by the node itself, nothing else.
 */
export const INGEST_ENGINES = ['auto', 'mediamtx', 'builtin'] as const;
export type IngestEngine = (typeof INGEST_ENGINES)[number];

/** The addresses at which encoders and players reach this node's ingest; null for a protocol that is not offered. */
export const nodeEndpoints = z.object({
  rtmp: address.nullable(),
  rtmps: address.nullable(),
  srt: address.nullable(),
  whip: address.nullable(),
  whep: address.nullable(),
  hls: address.nullable(),
  /** For encoders that have fields for a user name and a password, and none for a key. */
  rtmpLogin: address.nullable().default(null),
  /** `ws://` or `wss://`, for pages that publish straight to the node: see `direct-publish.ts`. */
  direct: address.nullable().default(null),
});
export type NodeEndpoints = z.infer<typeof nodeEndpoints>;

/** Of a node that takes no encoders, or not yet. */
export const NO_ENDPOINTS: NodeEndpoints = {
  rtmp: null,
  rtmps: null,
  srt: null,
  whip: null,
  whep: null,
  hls: null,
  rtmpLogin: null,
  direct: null,
};

export const LANE_STATES = ['starting', 'running', 'draining'] as const;

/** A process of the node that carries sessions. */
export const laneReport = z.object({
  id,
  state: z.enum(LANE_STATES),
  /** Version of the program that it runs. */
  version: text(100),
  pid: smallCount,
  sessions: smallCount,
  /** Share of one core that it used lately, from 0 to 1. */
  load: z.number().min(0).max(1),
});
export type LaneReport = z.infer<typeof laneReport>;

export const nodeSnapshot = z.object({
  nodeId,
  /** New each time the node's process starts; counters start again with it. */
  bootId: id,
  seq: count,
  at: instantMs,
  /** The address at which the API reaches this node's control server. */
  controlUrl: z.url({ protocol: /^https?$/ }).max(2000),
  ingestEngine: z.enum(INGEST_ENGINES),
  ingestReady: z.boolean(),
  /** Version of the program that the node runs. */
  version: text(100).default(''),
  /** Takes no new sessions, and ends when its last one has ended. */
  draining: z.boolean().default(false),
  lanes: z.array(laneReport).max(MOST_LANES).default([]),
  endpoints: nodeEndpoints,
  sessions: z.array(nodeSession).max(MOST_SESSIONS),
});
export type NodeSnapshot = z.infer<typeof nodeSnapshot>;

/** A session in a snapshot that could not be parsed. */
export const refusedSession = z.object({
  /** Null when not even the id could be parsed. */
  sessionId: id.nullable(),
  /** What is wrong with it: a path and a few words. */
  problem: text(300),
});
export type RefusedSession = z.infer<typeof refusedSession>;

/**
 * A snapshot as the API parses it: each session separately, so that one bad session costs the others nothing. Only what
 * the schemas let through is kept, so nothing in it is nested deeper than they are.
 */
export const readSnapshot = nodeSnapshot
  .extend({ sessions: z.array(z.unknown()).max(MOST_SESSIONS) })
  .transform(({ sessions, ...node }) => ({ ...node, ...readSessions(nodeSession, sessions) }));
export type ReadSnapshot = z.output<typeof readSnapshot>;

/** Parses each session of a report separately: those that the schema lets through, and what is wrong with the others. */
export function readSessions<S>(
  schema: z.ZodType<S>,
  given: readonly unknown[],
): { sessions: S[]; refused: RefusedSession[] } {
  const sessions: S[] = [];
  const refused: RefusedSession[] = [];
  for (const session of given) {
    const read = schema.safeParse(session);
    if (read.success) sessions.push(read.data);
    else refused.push({ sessionId: sessionIdOf(session), problem: problemOf(read.error) });
  }
  return { sessions, refused };
}

function sessionIdOf(session: unknown): string | null {
  return z.object({ sessionId: id }).safeParse(session).data?.sessionId ?? null;
}

/** What is wrong with a message, by its first problem: a path and a few words. */
export function problemOf(error: z.ZodError): string {
  const [issue] = error.issues;
  return `${issue?.path.join('.')}: ${issue?.message}`.slice(0, 300);
}

/** The API's answer to a snapshot: which sessions the node should hold, and in which version. */
export const snapshotAnswer = z.object({
  ack: count,
  /** Sessions the node should hold. It drops any others, and is sent the plans it lacks. */
  sessions: z.array(z.object({ sessionId: id, version })),
  /** Ids of events that are now stored; the node forgets them. */
  storedEvents: z.array(id),
  /** Sessions of the snapshot that could not be parsed and therefore changed nothing; left out when there are none. */
  refused: z.array(refusedSession).optional(),
});
export type SnapshotAnswer = z.infer<typeof snapshotAnswer>;

/** How an encoder proved that it knows the key of an Adobe login; all values as they stood in its `connect`. */
export const publishLoginProof = z.object({
  user: text(200),
  salt: text(64),
  /** The server's challenge, and its `opaque` where it sent one. */
  challenge: text(200),
  clientChallenge: text(200),
  response: text(200),
});
export type PublishLoginProof = z.infer<typeof publishLoginProof>;

/** Sent when an encoder publishes to a path that the node has no plan for (going live by publishing). */
export const publishRequest = z.object({
  nodeId,
  publicId: text(64),
  /** Null when the encoder logs in instead. */
  keyHash: sha256Hex.nullable(),
  login: publishLoginProof.nullable().default(null),
  protocol: text(20),
  address: text(64),
});
export type PublishRequest = z.infer<typeof publishRequest>;

export const publishAnswer = z.discriminatedUnion('allowed', [
  z.object({ allowed: z.literal(true), plan: sessionPlan }),
  z.object({ allowed: z.literal(false), code: text(100), message: text(1000) }),
]);
export type PublishAnswer = z.infer<typeof publishAnswer>;

/** Paths of the node's control server (called by the API). */
export const MEDIA_CONTROL_PATHS = {
  /** PUT a `sessionPlan`; answers `{ version }`, the version the node now holds. */
  session: (sessionId: string) => `/v1/sessions/${encodeURIComponent(sessionId)}`,
  /** GET a `nodeSnapshot`. */
  snapshot: '/v1/snapshot',
  /** POST a `connectionTestRequest`; answers a `connectionTestAnswer`. */
  connectionTests: '/v1/connection-tests',
  /** POST, without a body: the node takes no new sessions from now on, and ends when its last one has ended. */
  drain: '/v1/drain',
} as const;

/** Paths of the API for media nodes (called by the node). */
export const SERVER_NODE_PATHS = {
  /** POST a `nodeSnapshot`; answers `snapshotAnswer`. */
  snapshot: '/internal/media/snapshot',
  /** POST a `publishRequest`; answers `publishAnswer`. */
  publish: '/internal/media/publish',
} as const;
