import { z } from 'zod';

/** Where on the way of the picture something happened. */
export const HOPS = ['user', 'server', 'encoder', 'ingest', 'relay', 'destination'] as const;
export type Hop = (typeof HOPS)[number];

/** Everything that can stand on a session's timeline. */
export const SESSION_EVENT_KINDS = [
  'session.ordered',
  'session.live',
  'session.ending',
  'session.ended',
  'encoder.connected',
  'encoder.gone',
  'encoder.returned',
  'encoder.rejected',
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
  'relay.dropped_frames',
  'usage.warning',
] as const;
export type SessionEventKind = (typeof SESSION_EVENT_KINDS)[number];

/** One line of the timeline as the media node reports it. `id` makes repeated delivery harmless. */
export const nodeEvent = z.object({
  id: z.uuid(),
  at: z.number().int().nonnegative(),
  kind: z.enum(SESSION_EVENT_KINDS),
  hop: z.enum(HOPS),
  destinationId: z.string().nullable(),
  /** Numbers and codes only; sentences are made where they are shown. */
  data: z.record(z.string(), z.union([z.string().max(300), z.number(), z.boolean(), z.null()])),
});
export type NodeEvent = z.infer<typeof nodeEvent>;
