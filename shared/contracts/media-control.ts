import { z } from 'zod';
import { Secret } from '../kernel/secret.ts';
import { nodeEvent } from '../live/events.ts';
import { ingestFacts, relayFacts } from '../live/facts.ts';
import { SESSION_END_REASONS, SESSION_ORDERS } from '../live/session.ts';

/**
 * The edge between the API and a media node. Both directions carry the node's token as Bearer.
 * What is desired goes down as whole plans, what is actual comes up as whole numbered snapshots: repeats and losses
 * are harmless.
 */

const sha256Hex = z.string().regex(/^[0-9a-f]{64}$/);

/** On the wire a secret is plain text; once parsed it prints `***`. */
const secretText = z.string().transform((plain) => new Secret(plain));

export const plannedDestination = z.object({
  id: z.string(),
  name: z.string(),
  platform: z.string(),
  /** `rtmp://` or `rtmps://` address without the key. */
  address: z.string(),
  streamKey: secretText,
  desired: z.enum(['send', 'pause']),
  /** Raised by one each time the user asks for a retry. */
  retryRequests: z.number().int().nonnegative(),
  /** Codecs the platform takes, as FourCC (`avc1`, `hvc1`, `av01`); null when unknown: everything is tried. */
  videoCodecs: z.array(z.string()).nullable(),
});
export type PlannedDestination = z.infer<typeof plannedDestination>;

/** Everything that a media node needs to carry one session, also while the API is away. */
export const sessionPlan = z.object({
  sessionId: z.string(),
  sourceId: z.string(),
  /** Grows with each change; a plan with a lower version than the one held is ignored. */
  version: z.number().int().positive(),
  desired: z.enum(SESSION_ORDERS),
  /** Why it is to end; null while live. */
  endReason: z.enum(SESSION_END_REASONS).nullable(),
  /** Public id of the source: encoders publish to `live/<publicId>`. */
  publicId: z.string().regex(/^[a-z0-9]{6,40}$/),
  /** SHA-256 of each key or token that may publish (256-bit random values, so no salt is needed). */
  publishKeyHashes: z.array(sha256Hex),
  /** SHA-256 of each token that may watch the preview. */
  playTokenHashes: z.array(sha256Hex),
  graceMs: z.number().int().nonnegative(),
  firstPublishMs: z.number().int().nonnegative(),
  destinations: z.array(plannedDestination),
});
export type SessionPlan = z.infer<typeof sessionPlan>;
/** The plan as it travels: secrets in plain text. */
export type SessionPlanWire = z.input<typeof sessionPlan>;

export const nodeSession = z.object({
  sessionId: z.string(),
  /** Version of the plan that these facts belong to. */
  version: z.number().int().positive(),
  ingest: ingestFacts,
  /** Set when the node has ended the session, because its plan says so or by itself. */
  endedReason: z.enum(SESSION_END_REASONS).nullable(),
  endedAt: z.number().int().nonnegative().nullable(),
  relays: z.array(relayFacts.extend({ destinationId: z.string() })),
  /** Events not yet acknowledged by the API. */
  events: z.array(nodeEvent),
});
export type NodeSession = z.infer<typeof nodeSession>;

export const INGEST_ENGINES = ['mediamtx', 'builtin'] as const;

/** Addresses that encoders and players reach this node's ingest by; null where that protocol is not offered. */
export const nodeEndpoints = z.object({
  rtmp: z.string().nullable(),
  rtmps: z.string().nullable(),
  srt: z.string().nullable(),
  whip: z.string().nullable(),
  whep: z.string().nullable(),
  hls: z.string().nullable(),
});
export type NodeEndpoints = z.infer<typeof nodeEndpoints>;

export const nodeSnapshot = z.object({
  nodeId: z.string(),
  /** New at every start of the node's process; numbers count anew with it. */
  bootId: z.string(),
  seq: z.number().int().nonnegative(),
  at: z.number().int().nonnegative(),
  /** Where the API reaches this node's control server. */
  controlUrl: z.string(),
  ingestEngine: z.enum(INGEST_ENGINES),
  ingestReady: z.boolean(),
  endpoints: nodeEndpoints,
  sessions: z.array(nodeSession),
});
export type NodeSnapshot = z.infer<typeof nodeSnapshot>;

/** What the API answers to a snapshot: which sessions the node should hold, and in which version. */
export const snapshotAnswer = z.object({
  ack: z.number().int().nonnegative(),
  /** Sessions that the node should hold. It drops any other, and is sent the plan of those it lacks. */
  sessions: z.array(z.object({ sessionId: z.string(), version: z.number().int().positive() })),
  /** Ids of events now stored; the node forgets them. */
  storedEvents: z.array(z.string()),
});
export type SnapshotAnswer = z.infer<typeof snapshotAnswer>;

/** Asked when an encoder publishes to a path that the node has no plan for (go live by publishing). */
export const publishRequest = z.object({
  nodeId: z.string(),
  publicId: z.string().max(64),
  keyHash: sha256Hex,
  protocol: z.string().max(20),
  address: z.string().max(64),
});
export type PublishRequest = z.infer<typeof publishRequest>;

export const publishAnswer = z.discriminatedUnion('allowed', [
  z.object({ allowed: z.literal(true), plan: sessionPlan }),
  z.object({ allowed: z.literal(false), code: z.string(), message: z.string() }),
]);
export type PublishAnswer = z.infer<typeof publishAnswer>;

/** Paths of the node's control server (called by the API). */
export const MEDIA_CONTROL_PATHS = {
  /** PUT a `sessionPlan`; answers `{ version }`, the version now held. */
  session: (sessionId: string) => `/v1/sessions/${encodeURIComponent(sessionId)}`,
  /** GET a `nodeSnapshot`. */
  snapshot: '/v1/snapshot',
} as const;

/** Paths of the API for media nodes (called by the node). */
export const SERVER_NODE_PATHS = {
  /** POST a `nodeSnapshot`; answers `snapshotAnswer`. */
  snapshot: '/internal/media/snapshot',
  /** POST a `publishRequest`; answers `publishAnswer`. */
  publish: '/internal/media/publish',
} as const;
