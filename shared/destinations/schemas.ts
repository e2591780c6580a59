import { z } from 'zod';
import { PLATFORM_IDS } from './registry.ts';
import { addressMistake } from './rtmp-address.ts';

const name = z.string().trim().regex(/\S/, 'NAME_MISSING').max(80);
const rtmpUrl = z
  .string()
  .trim()
  .max(1000)
  .regex(/^rtmps?:\/\/[^\s/]+(\/\S*)?$/i, { error: 'RTMP_ADDRESS_INVALID', abort: true })
  .superRefine((address, context) => {
    const mistake = addressMistake(address);
    if (mistake !== null) context.addIssue({ code: 'custom', message: mistake });
  });
const streamKey = z
  .string()
  .trim()
  .min(1, 'STREAM_KEY_MISSING')
  .max(1000)
  .regex(/^\S+$/, 'STREAM_KEY_HAS_SPACES');

export const newDestination = z.object({
  platform: z.enum(PLATFORM_IDS, 'PLATFORM_UNKNOWN'),
  name,
  /** May be left out for platforms with known servers: the first of them is used. */
  rtmp_url: rtmpUrl.optional(),
  stream_key: streamKey,
  is_active: z.boolean().optional(),
});
export type NewDestination = z.infer<typeof newDestination>;

export const destinationChange = z.object({
  name: name.optional(),
  rtmp_url: rtmpUrl.optional(),
  /** Leave it out to keep the stored key. */
  stream_key: streamKey.optional(),
  is_active: z.boolean().optional(),
  position: z.number().int().min(0).max(10_000).optional(),
});
export type DestinationChange = z.infer<typeof destinationChange>;

export const destinationView = z.object({
  id: z.string(),
  source_id: z.string(),
  platform: z.string(),
  name: z.string(),
  rtmp_url: z.string(),
  stream_key_set: z.boolean(),
  is_active: z.boolean(),
  position: z.number().int(),
  created_at: z.string(),
});
export type DestinationView = z.infer<typeof destinationView>;

/** A platform as clients see it. */
export const platformView = z.object({
  id: z.string(),
  name: z.string(),
  servers: z.array(z.object({ name: z.string(), address: z.string() })),
  own_address: z.boolean(),
  key_page: z.string().nullable(),
  video_codecs: z.array(z.string()).nullable(),
  max_video_kbps: z.number().int().nullable(),
  max_audio_kbps: z.number().int().nullable(),
  max_key_frame_seconds: z.number().nullable(),
});
