import { z } from 'zod';
import { SESSION_STATUSES } from '../live/session.ts';

const instant = z.string();
const text = (max: number) => z.string().trim().max(max);

export const newSource = z.object({
  name: text(80).regex(/\S/, 'NAME_MISSING'),
  description: text(500).optional(),
});
export const sourceChange = z.object({
  name: text(80).regex(/\S/, 'NAME_MISSING').optional(),
  description: text(500).optional(),
  is_active: z.boolean().optional(),
  /** Whether publishing with the ingest key opens a session on its own. */
  live_on_publish: z.boolean().optional(),
});

export const sourceView = z.object({
  id: z.string(),
  public_id: z.string(),
  name: z.string(),
  description: z.string(),
  is_active: z.boolean(),
  live_on_publish: z.boolean(),
  destinations_count: z.number().int(),
  chat_connectors_count: z.number().int(),
  /** The open session, if there is one. */
  session_id: z.string().nullable(),
  session_status: z.enum(SESSION_STATUSES).nullable(),
  created_at: instant,
});
export type SourceView = z.infer<typeof sourceView>;

/**
 * What to enter in an encoder. Each key is ready to paste; of the addresses, only those that are called `url` and belong
 * to encoders with a single field contain it.
 */
export const ingestAddresses = z.object({
  rtmp: z.object({ server: z.string(), stream_key: z.string() }).nullable(),
  rtmps: z.object({ server: z.string(), stream_key: z.string() }).nullable(),
  /** For encoders with one field for everything; only where RTMP is taken by the node itself. */
  rtmp_url: z.object({ url: z.string() }).nullable(),
  /** For encoders with fields for a user name and a password; only with the source's own key. */
  rtmp_login: z
    .object({ server: z.string(), stream_key: z.string(), username: z.string(), password: z.string() })
    .nullable(),
  srt: z.object({ url: z.string() }).nullable(),
  whip: z.object({ url: z.string(), bearer_token: z.string() }).nullable(),
  /** For pages; only with a key that is good for one session, and only where the node takes encoders itself. */
  direct: z.object({ url: z.string(), path: z.string(), key: z.string() }).nullable(),
});
export type IngestAddresses = z.infer<typeof ingestAddresses>;
