import { z } from 'zod';
import { id } from '../contracts/parameters.ts';
import { FAULTS } from '../kernel/app-error.ts';
import { count } from '../kernel/bounds.ts';
import { HOPS, SESSION_EVENT_KINDS } from './events.ts';
import { DROPPING, INGEST_PROTOCOLS, INGEST_STATUSES } from './facts.ts';
import { RELAY_REASON_CODES, RELAY_STATUSES } from './relay.ts';
import { DESIRED_SESSION_STATES, SESSION_END_REASONS, SESSION_STATUSES } from './session.ts';

const instant = z.string();
const text = (max: number) => z.string().trim().max(max);

export const goLive = z
  .object({
    title: text(140).optional(),
    quality: text(20).optional(),
    /** Which of the source's destinations to send to; all active ones if left out. */
    destination_ids: z.array(id).max(10_000).optional(),
  })
  .default({});

/** What makes a stream worse than it was meant to be: the line to us, or the computer that encodes. */
export const ENCODER_LIMITS = ['uplink', 'encoder'] as const;
export type EncoderLimit = (typeof ENCODER_LIMITS)[number];
export const encoderLimit = z.object({
  /** Null: it is again as it was meant. */
  limit: z.enum(ENCODER_LIMITS).nullable(),
  /** What is sent now: bits and frames per second. */
  bitrate: count,
  frame_rate: count,
});

export const sessionChange = z.object({ title: text(140) });

export const relayView = z.object({
  destination_id: z.string(),
  name: z.string(),
  platform: z.string(),
  address: z.string(),
  status: z.enum(RELAY_STATUSES),
  paused: z.boolean(),
  reason_code: z.enum(RELAY_REASON_CODES).nullable(),
  fault: z.enum(FAULTS).nullable(),
  message: z.string().nullable(),
  action: z.string().nullable(),
  /** The platform's own words. */
  detail: z.string().nullable(),
  attempts: z.number().int(),
  next_retry_at: instant.nullable(),
  live_since: instant.nullable(),
  bytes_sent: z.number().int(),
  bytes_acked: z.number().int(),
  frames_dropped: z.number().int(),
  queued_bytes: z.number().int(),
  /** How far behind the destination is, in ms of the stream. */
  lag_ms: z.number().int(),
  /** What is being left out at the moment because the destination is too slow; sound never is. */
  dropping: z.enum(DROPPING),
  /** The sound track that is sent, counted from 0, or `all`; null while nothing is sent. */
  audio_track: z.union([z.literal('all'), z.number().int()]).nullable(),
});
export type RelayView = z.infer<typeof relayView>;

export const ingestView = z.object({
  status: z.enum(INGEST_STATUSES),
  protocol: z.enum(INGEST_PROTOCOLS).nullable(),
  encoder: z.string().nullable(),
  video_codec: z.string().nullable(),
  audio_codec: z.string().nullable(),
  width: z.number().int().nullable(),
  height: z.number().int().nullable(),
  frame_rate: z.number().int().nullable(),
  /** How many sound tracks it sends. */
  audio_tracks: z.number().int().nullable(),
  /** It sends no sound, so silence is sent to the destinations. */
  silence_added: z.boolean(),
  bytes_received: z.number().int(),
  publishing_since: instant.nullable(),
  gone_since: instant.nullable(),
  problem: z.string().nullable(),
});
export type IngestView = z.infer<typeof ingestView>;

export const sessionEventView = z.object({
  seq: z.number().int(),
  at: instant,
  kind: z.enum(SESSION_EVENT_KINDS),
  hop: z.enum(HOPS),
  destination_id: z.string().nullable(),
  destination_name: z.string().nullable(),
  data: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
});
export type SessionEventView = z.infer<typeof sessionEventView>;

/** A whole session as screens show it. A higher `version` replaces a lower one. */
export const sessionView = z.object({
  id: z.string(),
  source_id: z.string(),
  version: z.number().int(),
  /** When the facts below were current; rates are computed from two of these. */
  as_of: instant,
  ordered: z.enum(DESIRED_SESSION_STATES),
  status: z.enum(SESSION_STATUSES),
  title: z.string(),
  started_at: instant,
  live_at: instant.nullable(),
  ended_at: instant.nullable(),
  end_reason: z.enum(SESSION_END_REASONS).nullable(),
  /** False once the media node has been silent for 5 s: what is shown may be out of date. */
  node_reachable: z.boolean(),
  /** When the session will end because the encoder exceeds the plan's best quality; null while it does not. */
  quality_ends_at: instant.nullable(),
  ingest: ingestView,
  relays: z.array(relayView),
  /** The newest events, oldest first (at most 100); the report has all of them. */
  events: z.array(sessionEventView),
});
export type SessionView = z.infer<typeof sessionView>;

export const sessionSummary = z.object({
  id: z.string(),
  source_id: z.string(),
  source_name: z.string(),
  title: z.string(),
  status: z.enum(SESSION_STATUSES),
  started_at: instant,
  live_at: instant.nullable(),
  ended_at: instant.nullable(),
  end_reason: z.enum(SESSION_END_REASONS).nullable(),
  duration_seconds: z.number().int(),
  destinations_count: z.number().int(),
  interruptions: z.number().int(),
});
export type SessionSummary = z.infer<typeof sessionSummary>;

/** One gap in what a destination received, and whose fault it was. */
export const incident = z.object({
  destination_id: z.string().nullable(),
  destination_name: z.string().nullable(),
  hop: z.enum(HOPS),
  fault: z.enum(FAULTS),
  reason_code: z.string(),
  message: z.string(),
  began_at: instant,
  /** Null when it lasted until the end of the session. */
  over_at: instant.nullable(),
  seconds: z.number(),
});
export type Incident = z.infer<typeof incident>;

export const sessionReport = z.object({
  session: sessionSummary,
  destinations: z.array(
    z.object({
      destination_id: z.string(),
      name: z.string(),
      platform: z.string(),
      status: z.enum(RELAY_STATUSES),
      live_seconds: z.number(),
      /** The share of the session's live time during which this destination was live, from 0 to 1. */
      availability: z.number(),
      bytes_sent: z.number().int(),
      bytes_acked: z.number().int(),
      frames_dropped: z.number().int(),
      interruptions: z.number().int(),
    }),
  ),
  incidents: z.array(incident),
  /** A page of the timeline, oldest first. */
  events: z.array(sessionEventView),
  /** The `cursor` of the page after this one; null on the last. */
  next_cursor: z.string().nullable(),
});
export type SessionReport = z.infer<typeof sessionReport>;

export const usageView = z.object({
  hours_today: z.number(),
  hours_this_month: z.number(),
  hours_limit: z.number().nullable(),
});
