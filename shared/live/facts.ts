import { z } from 'zod';
import { count, instantMs, smallCount } from '../kernel/bounds.ts';
import { RELAY_REASON_CODES, RELAY_STATUSES } from './relay.ts';

/** What a slow destination goes without: frames that no other frame refers to, or all video to the next key frame. */
export const DROPPING = ['nothing', 'disposable', 'video'] as const;
export type Dropping = (typeof DROPPING)[number];

/**
 * What the engine knows of one relay. Instants are milliseconds since the epoch. Counters start at 0 in each run of the
 * media node; the API adds them up into totals of the session.
 */
export const relayFacts = z.object({
  status: z.enum(RELAY_STATUSES),
  reasonCode: z.enum(RELAY_REASON_CODES).nullable(),
  /** The platform's own words, shortened and without keys or control characters. */
  detail: z.string().max(300).nullable(),
  attempts: smallCount,
  nextRetryAt: instantMs.nullable(),
  liveSince: instantMs.nullable(),
  /** Bytes written to the destination over all of its connections. */
  bytesSent: count,
  /** Bytes that the destination acknowledged (RTMP Acknowledgement) on those connections. */
  bytesAcked: count,
  framesDropped: count,
  queuedBytes: count,
  /** How much of the timeline the destination has not yet taken or acknowledged, in ms. */
  lagMs: smallCount.default(0),
  /** What is being left out at the moment because the destination is too slow; sound never is. */
  dropping: z.enum(DROPPING).default('nothing'),
  /**
   * The sound track that is sent, counted from 0, or `all`: the first where the encoder lacks the chosen one. Null while
   * nothing is sent.
   */
  audioTrack: z
    .union([z.literal('all'), smallCount])
    .nullable()
    .default(null),
});
export type RelayFacts = z.infer<typeof relayFacts>;

/** `direct`: a page that publishes straight to our own ingest, over a WebSocket. */
export const INGEST_PROTOCOLS = ['rtmp', 'rtmps', 'srt', 'whip', 'direct'] as const;
export type IngestProtocol = (typeof INGEST_PROTOCOLS)[number];

export const INGEST_STATUSES = ['waiting', 'publishing', 'gone', 'rejected'] as const;
export type IngestStatus = (typeof INGEST_STATUSES)[number];

/** What the media node knows of a session's encoder. */
export const ingestFacts = z.object({
  /**
   * `waiting`: not seen yet; `gone`: was there, still within its grace; `rejected`: publishes something we cannot
   * accept.
   */
  status: z.enum(INGEST_STATUSES),
  protocol: z.enum(INGEST_PROTOCOLS).nullable(),
  /** The encoder's own name, such as `FMLE/3.0` or `Lavf60`. */
  encoder: z.string().max(200).nullable(),
  videoCodec: z.string().max(40).nullable(),
  audioCodec: z.string().max(40).nullable(),
  width: smallCount.nullable(),
  height: smallCount.nullable(),
  /** Frames per second, rounded, over the last group of pictures; null before the second key frame. */
  frameRate: smallCount.nullable().default(null),
  /** How many sound tracks it sends; null when unknown. */
  audioTracks: smallCount.nullable().default(null),
  /** It sends no sound, so silence is sent to the destinations. */
  silenceAdded: z.boolean().default(false),
  bytesReceived: count,
  publishingSince: instantMs.nullable(),
  goneSince: instantMs.nullable(),
  /** Why it was `rejected`, as a sentence for people. */
  problem: z.string().max(300).nullable(),
});
export type IngestFacts = z.infer<typeof ingestFacts>;

/** What is known of an encoder that was never seen. */
export const NO_INGEST: IngestFacts = {
  status: 'waiting',
  protocol: null,
  encoder: null,
  videoCodec: null,
  audioCodec: null,
  width: null,
  height: null,
  frameRate: null,
  audioTracks: null,
  silenceAdded: false,
  bytesReceived: 0,
  publishingSince: null,
  goneSince: null,
  problem: null,
};
