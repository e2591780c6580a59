import { z } from 'zod';
import { count, text } from '../kernel/bounds.ts';

/**
 * How a page publishes straight to our own ingest, over a WebSocket with the subprotocol `DIRECT_PROTOCOL`. Both
 * directions are streams of bytes, and messages may cut them anywhere. From the page: one line of JSON, a `directHello`,
 * and once it is admitted an FLV stream (Adobe FLV 10.1, annex E: file header, then tags; H.264 as AVC, and AAC). From
 * the ingest: lines of JSON, `directAnswer`s. Nothing secret is in the address, because proxies log addresses.
 */
export const DIRECT_PROTOCOL = 'neustream.flv.1';

export const directHello = z.discriminatedUnion('type', [
  /** To be sent to the destinations of a session: `live/<public id>` and a key that may publish there. */
  z.object({
    type: z.literal('publish'),
    path: text(100),
    key: text(300),
    /** The page's own name for itself. */
    encoder: text(200),
  }),
  /** Only to measure the uplink: everything is counted and thrown away. */
  z.object({ type: z.literal('measure'), permit: text(500) }),
]);
export type DirectHello = z.infer<typeof directHello>;

/** Why the ingest takes nothing, or no more; the page puts it into words. */
export const DIRECT_ENDS = [
  /** Not this key, or not this permit. */
  'REFUSED',
  'ALREADY_PUBLISHING',
  /** Nothing is wrong with the key: it may be tried again in a moment. */
  'NOT_NOW',
  /** Another encoder took over. */
  'REPLACED',
  'SESSION_OVER',
  /** What was sent could not be read. */
  'BROKEN',
  /** Nothing came for too long. */
  'SILENT',
  /** A measurement has had its time, or its bytes. */
  'MEASURED',
] as const;
export type DirectEnd = (typeof DIRECT_ENDS)[number];

export const directAnswer = z.discriminatedUnion('type', [
  z.object({ type: z.literal('admitted') }),
  /** Bytes of FLV that the ingest has read so far; said at least four times a second while bytes come. */
  z.object({ type: z.literal('received'), bytes: count }),
  /** The last line. A newer ingest may have reasons that an older page does not know. */
  z.object({ type: z.literal('ended'), code: z.enum(DIRECT_ENDS).or(text(100)) }),
]);
export type DirectAnswer = z.infer<typeof directAnswer>;
