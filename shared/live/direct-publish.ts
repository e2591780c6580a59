import { z } from 'zod';
import { count, smallCount, text } from '../kernel/bounds.ts';

/**
 * How a page publishes straight to our own ingest: FLV over a WebSocket. The first message, from the page, is a
 * `directHello` as text; every binary message that follows is a piece of an FLV stream (Adobe FLV 10.1: file header,
 * then tags, H.264 as AVC and AAC), cut anywhere. The ingest answers with `directAnswer` texts. Nothing secret is in the
 * address, because proxies log addresses.
 */

/** Path of the door, below the address that `nodeEndpoints.direct` names. */
export const DIRECT_PROTOCOL = 'neustream.flv.1';

export const directHello = z.discriminatedUnion('type', [
  /** To be sent to the destinations of a session. */
  z.object({ type: z.literal('publish'), path: text(100), key: text(300) }),
  /** Only to measure the uplink: everything is counted and thrown away. */
  z.object({ type: z.literal('measure'), token: text(500) }),
]);
export type DirectHello = z.infer<typeof directHello>;

/** Why the ingest refuses, for the page to put into words. */
export const DIRECT_REFUSALS = ['WRONG_KEY', 'ALREADY_PUBLISHING', 'NOT_NOW', 'BAD_REQUEST'] as const;

export const directAnswer = z.discriminatedUnion('type', [
  z.object({ type: z.literal('admitted') }),
  z.object({ type: z.literal('refused'), code: z.enum(DIRECT_REFUSALS).or(z.string()) }),
  /** Bytes of FLV that the ingest has read so far, said at least four times a second while bytes come. */
  z.object({ type: z.literal('received'), bytes: count }),
  /** The ingest ends the publish: the session ended, another encoder took over, or the stream could not be read. */
  z.object({ type: z.literal('ended'), code: text(100), retryAfterMs: smallCount.nullable().default(null) }),
]);
export type DirectAnswer = z.infer<typeof directAnswer>;
