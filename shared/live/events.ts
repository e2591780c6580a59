import { z } from 'zod';
import { instantMs, text } from '../kernel/bounds.ts';

/** Where along the path of the media something happened. */
export const HOPS = ['user', 'server', 'encoder', 'ingest', 'relay', 'destination'] as const;
export type Hop = (typeof HOPS)[number];

/** Everything that can appear on a session's timeline. */
export const SESSION_EVENT_KINDS = [
  'session.ordered',
  'session.live',
  'session.ending',
  'session.ended',
  'encoder.connected',
  'encoder.gone',
  'encoder.returned',
  'encoder.rejected',
  'encoder.replaced',
  'encoder.changed',
  'encoder.silent',
  'encoder.limited',
  'encoder.recovered',
  'ingest.restarted',
  'node.restarted',
  'relay.added',
  'relay.connecting',
  'relay.live',
  'relay.failed',
  'relay.gave_up',
  'relay.paused',
  'relay.resumed',
  'relay.retried',
  'relay.removed',
  'relay.redirected',
  'relay.lagging',
  'relay.caught_up',
  'relay.dropped_frames',
  'usage.warning',
  'quality.warning',
] as const;
export type SessionEventKind = (typeof SESSION_EVENT_KINDS)[number];

/** The most values that one event may carry. */
const MOST_DATA = 50;
const eventDatum = z.union([text(300), z.number(), z.boolean(), z.null()]);

/** One line of the timeline as the media node reports it. `id` makes repeated delivery harmless. */
export const nodeEvent = z.object({
  id: z.uuid(),
  at: instantMs,
  kind: z.enum(SESSION_EVENT_KINDS),
  hop: z.enum(HOPS),
  destinationId: text(64).nullable(),
  /** Numbers and codes only; sentences are composed where they are shown. */
  data: z
    .record(text(60), eventDatum)
    .refine((data) => Object.keys(data).length <= MOST_DATA, `Use at most ${MOST_DATA} entries.`),
});
export type NodeEvent = z.infer<typeof nodeEvent>;
