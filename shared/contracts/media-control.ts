import { z } from 'zod';
import { CONNECTION_STEPS } from '../destinations/connection-test.ts';
import { count, instantMs, smallCount, text } from '../kernel/bounds.ts';
import { Secret } from '../kernel/secret.ts';
import { nodeEvent } from '../live/events.ts';
import { ingestFacts, relayFacts } from '../live/facts.ts';
import { RELAY_REASON_CODES } from '../live/relay.ts';
import { DESIRED_SESSION_STATES, SESSION_END_REASONS } from '../live/session.ts';

/**
 * The edge between the API and a media node. Both directions carry the node's token as Bearer.
 * What is desired goes down as whole plans, what is actual comes up as whole numbered snapshots: repeats and losses
 * are harmless.
 */

/** Sessions of one node, destinations of one session, and events of one session that one message may tell of. */
const MOST_SESSIONS = 20_000;
const MOST_DESTINATIONS = 10_000;
const MOST_EVENTS = 2000;

const id = text(64).min(1);
const address = text(2000);
const version = smallCount.min(1);
/** Name of a media node, as its operator gave it. */
const nodeId = text(100).min(1);
const sha256Hex = z.string().regex(/^[0-9a-f]{64}$/);

/** On the wire a secret is plain text; once parsed it prints `***`. */
const secretText = text(2000).transform((plain) => new Secret(plain));

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
  /** Codecs the platform takes, as FourCC (`avc1`, `hvc1`, `av01`); null when unknown: everything is tried. */
  videoCodecs: z.array(text(40)).max(50).nullable(),
});
export type PlannedDestination = z.infer<typeof plannedDestination>;

/** Everything that a media node needs to carry one session, also while the API is away. */
export const sessionPlan = z.object({
  sessionId: id,
  sourceId: id,
  /** Grows with each change; a plan with a lower version than the one held is ignored. */
  version,
  desired: z.enum(DESIRED_SESSION_STATES),
  /** Why it is to end; null while live. */
  endReason: z.enum(SESSION_END_REASONS).nullable(),
  /** Public id of the source: encoders publish to `live/<publicId>`. */
  publicId: z.string().regex(/^[a-z0-9]{6,40}$/),
  /** SHA-256 of each key or token that may publish (256-bit random values, so no salt is needed). */
  publishKeyHashes: z.array(sha256Hex).max(50),
  /** SHA-256 of each token that may watch the preview. */
  playTokenHashes: z.array(sha256Hex).max(50),
  graceMs: smallCount,
  firstPublishMs: smallCount,
  destinations: z.array(plannedDestination).max(MOST_DESTINATIONS),
});
export type SessionPlan = z.infer<typeof sessionPlan>;
/** The plan as it travels: secrets in plain text. */
export type SessionPlanWire = z.input<typeof sessionPlan>;

export const nodeSession = z.object({
  sessionId: id,
  /** Version of the plan that these facts belong to. */
  version,
  ingest: ingestFacts,
  /** Set when the node has ended the session, because its plan says so or by itself. */
  endedReason: z.enum(SESSION_END_REASONS).nullable(),
  endedAt: instantMs.nullable(),
  relays: z.array(relayFacts.extend({ destinationId: id })).max(MOST_DESTINATIONS),
  /** Events not yet acknowledged by the API. */
  events: z.array(nodeEvent).max(MOST_EVENTS),
});
export type NodeSession = z.infer<typeof nodeSession>;

export const INGEST_ENGINES = ['mediamtx', 'builtin'] as const;

/** Addresses that encoders and players reach this node's ingest by; null where that protocol is not offered. */
export const nodeEndpoints = z.object({
  rtmp: address.nullable(),
  rtmps: address.nullable(),
  srt: address.nullable(),
  whip: address.nullable(),
  whep: address.nullable(),
  hls: address.nullable(),
});
export type NodeEndpoints = z.infer<typeof nodeEndpoints>;

export const nodeSnapshot = z.object({
  nodeId,
  /** New at every start of the node's process; numbers count anew with it. */
  bootId: id,
  seq: count,
  at: instantMs,
  /** Where the API reaches this node's control server. */
  controlUrl: z.url({ protocol: /^https?$/ }).max(2000),
  ingestEngine: z.enum(INGEST_ENGINES),
  ingestReady: z.boolean(),
  endpoints: nodeEndpoints,
  sessions: z.array(nodeSession).max(MOST_SESSIONS),
});
export type NodeSnapshot = z.infer<typeof nodeSnapshot>;

/** A session that a snapshot told of in a way that cannot be read. */
export const refusedSession = z.object({
  /** Null when not even that can be read. */
  sessionId: id.nullable(),
  /** What is wrong with it, as a path and a few words. */
  problem: text(300),
});
export type RefusedSession = z.infer<typeof refusedSession>;

/**
 * A snapshot as the API reads it: each session by itself, so that one that cannot be read costs the others nothing.
 * Only of what the schemas let through anything is kept, so nothing in it is nested deeper than they are.
 */
export const readSnapshot = nodeSnapshot
  .extend({ sessions: z.array(z.unknown()).max(MOST_SESSIONS) })
  .transform(({ sessions, ...node }) => ({ ...node, ...sortSessions(sessions) }));
export type ReadSnapshot = z.output<typeof readSnapshot>;

function sortSessions(given: readonly unknown[]) {
  const sessions: NodeSession[] = [];
  const refused: RefusedSession[] = [];
  for (const session of given) {
    const { data, error } = nodeSession.safeParse(session);
    if (data !== undefined) sessions.push(data);
    else refused.push({ sessionId: sessionIdOf(session), problem: problemOf(error) });
  }
  return { sessions, refused };
}

function sessionIdOf(session: unknown): string | null {
  return z.object({ sessionId: id }).safeParse(session).data?.sessionId ?? null;
}

function problemOf(error: z.ZodError): string {
  const [issue] = error.issues;
  return `${issue?.path.join('.')}: ${issue?.message}`.slice(0, 300);
}

/** What the API answers to a snapshot: which sessions the node should hold, and in which version. */
export const snapshotAnswer = z.object({
  ack: count,
  /** Sessions that the node should hold. It drops any other, and is sent the plan of those it lacks. */
  sessions: z.array(z.object({ sessionId: id, version })),
  /** Ids of events now stored; the node forgets them. */
  storedEvents: z.array(id),
  /** Sessions of the snapshot that could not be read, left out when there are none. Nothing was changed by them. */
  refused: z.array(refusedSession).optional(),
});
export type SnapshotAnswer = z.infer<typeof snapshotAnswer>;

/** Asked when an encoder publishes to a path that the node has no plan for (go live by publishing). */
export const publishRequest = z.object({
  nodeId,
  publicId: text(64),
  keyHash: sha256Hex,
  protocol: text(20),
  address: text(64),
});
export type PublishRequest = z.infer<typeof publishRequest>;

export const publishAnswer = z.discriminatedUnion('allowed', [
  z.object({ allowed: z.literal(true), plan: sessionPlan }),
  z.object({ allowed: z.literal(false), code: text(100), message: text(1000) }),
]);
export type PublishAnswer = z.infer<typeof publishAnswer>;

/** A destination whose connection is to be tested. */
export const connectionTestRequest = z.object({
  destinationId: id,
  address,
  /** The key as a platform checks it without going live; null stops before `publish`. */
  streamKey: secretText.nullable(),
});
export type ConnectionTestRequest = z.output<typeof connectionTestRequest>;
/** The request as it travels: the key in plain text. */
export type ConnectionTestRequestWire = z.input<typeof connectionTestRequest>;

const stepTime = { step: z.enum(CONNECTION_STEPS), durationMs: smallCount };

export const connectionTestAnswer = z.discriminatedUnion('outcome', [
  z.object({
    outcome: z.literal('tested'),
    keyTried: z.boolean(),
    passed: z.array(z.object(stepTime)).max(CONNECTION_STEPS.length),
    failed: z
      .object({ ...stepTime, reasonCode: z.enum(RELAY_REASON_CODES), detail: text(2000).nullable() })
      .nullable(),
  }),
  /** The node does as many tests as it may, or one of this destination. */
  z.object({ outcome: z.literal('busy') }),
  /** A session on this node sends to the destination, or began to during the test. */
  z.object({ outcome: z.literal('sending') }),
]);
export type ConnectionTestAnswer = z.infer<typeof connectionTestAnswer>;

/** How long a node works at one `connectionTestRequest`, in ms. */
export const CONNECTION_TEST_MS = 12_000;

/** Paths of the node's control server (called by the API). */
export const MEDIA_CONTROL_PATHS = {
  /** PUT a `sessionPlan`; answers `{ version }`, the version now held. */
  session: (sessionId: string) => `/v1/sessions/${encodeURIComponent(sessionId)}`,
  /** GET a `nodeSnapshot`. */
  snapshot: '/v1/snapshot',
  /** POST a `connectionTestRequest`; answers a `connectionTestAnswer`. */
  connectionTests: '/v1/connection-tests',
} as const;

/** Paths of the API for media nodes (called by the node). */
export const SERVER_NODE_PATHS = {
  /** POST a `nodeSnapshot`; answers `snapshotAnswer`. */
  snapshot: '/internal/media/snapshot',
  /** POST a `publishRequest`; answers `publishAnswer`. */
  publish: '/internal/media/publish',
} as const;
