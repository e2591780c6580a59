import { z } from 'zod';
import { loginProblem } from './login.ts';
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

/** For servers that ask for a login besides the stream key; both or neither. */
const username = z.string().trim().min(1, 'USERNAME_MISSING').max(200);
const password = z.string().min(1, 'LOGIN_PASSWORD_MISSING').max(200);

/** Which sound track is sent, counted from 0; `all` for servers that take several. */
export const audioTrack = z.union([z.literal('all'), z.number().int().min(0).max(31)]);
export type AudioTrack = z.infer<typeof audioTrack>;

export const newDestination = z
  .object({
    platform: z.enum(PLATFORM_IDS, 'PLATFORM_UNKNOWN'),
    name,
    /** May be left out for platforms with known servers: the first of them is used. */
    rtmp_url: rtmpUrl.optional(),
    stream_key: streamKey,
    username: username.optional(),
    password: password.optional(),
    audio_track: audioTrack.optional(),
    is_active: z.boolean().optional(),
  })
  .superRefine((wanted, context) => {
    const problem = loginProblem(null, wanted);
    if (problem) context.addIssue({ code: 'custom', path: [problem.field], message: problem.code });
  });
export type NewDestination = z.infer<typeof newDestination>;

export const destinationChange = z.object({
  name: name.optional(),
  rtmp_url: rtmpUrl.optional(),
  /** Leave it out to keep the stored key. */
  stream_key: streamKey.optional(),
  /** Null removes user name and password. */
  username: username.nullable().optional(),
  /** Leave it out to keep the stored password. */
  password: password.optional(),
  audio_track: audioTrack.optional(),
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
  username: z.string().nullable(),
  password_set: z.boolean(),
  audio_track: audioTrack,
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
  /** Whether it takes sound without a picture; null when unknown. */
  audio_only: z.boolean().nullable(),
  max_video_kbps: z.number().int().nullable(),
  max_audio_kbps: z.number().int().nullable(),
  max_key_frame_seconds: z.number().nullable(),
});
