import { packetTypeOf } from './multitrack.ts';

/**
 * What an FLV audio or video tag body says about itself, without changing it: legacy FLV 10.1 tags and Enhanced RTMP v2
 * (https://veovera.org/docs/enhanced/enhanced-rtmp-v2), audio and video.
 */

/**
 * `header`: needed before any frame (codec configuration, colour, channels); `key`: outputs can join here; `end`: the
 * encoder says that its track is over.
 */
export type MediaRole = 'header' | 'key' | 'frame' | 'end' | 'other';

export interface MediaClass {
  role: MediaRole;
  /** FourCC, as Enhanced RTMP names it (`avc1`, `hvc1`, `mp4a`, `Opus`); null when unknown. */
  codec: string | null;
  /** Distinguishes the headers of a stream: one per track and kind. */
  headerKey: string;
  track: number;
}

const EX_SEQUENCE_START = 0;
const EX_CODED_FRAMES = 1;
const EX_SEQUENCE_END = 2;
const EX_CODED_FRAMES_X = 3;
const EX_METADATA = 4;
const EX_MPEG2TS_SEQUENCE_START = 5;
const EX_VIDEO_MULTITRACK = 6;
const EX_AUDIO_MULTICHANNEL = 4;
const EX_AUDIO_MULTITRACK = 5;
const MULTITRACK_MANY_CODECS = 2;
const AUDIO_EX_FORMAT = 9;
const AUDIO_AAC = 10;
const KEY_FRAME = 1;
const COMMAND_FRAME = 5;
const LEGACY_VIDEO: Readonly<Record<number, string>> = {
  2: 'h263',
  4: 'vp6f',
  7: 'avc1',
  12: 'hvc1',
  13: 'av01',
};
const LEGACY_AUDIO: Readonly<Record<number, string>> = {
  2: '.mp3',
  7: 'alaw',
  8: 'ulaw',
  10: 'mp4a',
  11: 'speex',
  14: '.mp3',
};
/** Legacy codecs whose second byte distinguishes configuration (0) from frames (1). */
const WITH_PACKET_TYPE = new Set([7, 12, 13]);
/** AVC packet type of an end of sequence. */
const END_OF_SEQUENCE = 2;
const OTHER: MediaClass = Object.freeze({ role: 'other', codec: null, headerKey: '', track: 0 });

/** Classifies the body of a video tag. Never throws: whatever cannot be parsed is `other`. */
export function classifyVideo(payload: Buffer): MediaClass {
  if (payload.length < 2) return OTHER;
  const first = payload[0]!;
  const frameType = (first >> 4) & 0x07;
  if ((first & 0x80) !== 0) {
    return classifyEnhanced(payload, 'video', frameType === KEY_FRAME, frameType === COMMAND_FRAME);
  }
  const codecId = first & 0x0f;
  const codec = LEGACY_VIDEO[codecId] ?? null;
  if (frameType === COMMAND_FRAME) return { ...OTHER, codec };
  if (WITH_PACKET_TYPE.has(codecId) && payload[1] !== 1) {
    if (payload[1] === END_OF_SEQUENCE) return { role: 'end', codec, headerKey: '', track: 0 };
    return { role: payload[1] === 0 ? 'header' : 'other', codec, headerKey: 'video:0', track: 0 };
  }
  return { role: frameType === KEY_FRAME ? 'key' : 'frame', codec, headerKey: '', track: 0 };
}

/** Classifies the body of an audio tag. Never throws: whatever cannot be parsed is `other`. */
export function classifyAudio(payload: Buffer): MediaClass {
  if (payload.length < 1) return OTHER;
  const format = payload[0]! >> 4;
  if (format === AUDIO_EX_FORMAT) return classifyEnhanced(payload, 'audio', false, false);
  const codec = LEGACY_AUDIO[format] ?? null;
  if (format === AUDIO_AAC && payload[1] === 0)
    return { role: 'header', codec, headerKey: 'audio:0', track: 0 };
  return { role: 'frame', codec, headerKey: '', track: 0 };
}

function classifyEnhanced(
  payload: Buffer,
  kind: 'audio' | 'video',
  key: boolean,
  command: boolean,
): MediaClass {
  const prefix = packetTypeOf(payload);
  if (prefix === null) return OTHER;
  let { packetType, at } = prefix;
  if (command && packetType !== EX_METADATA) return OTHER;
  let track = 0;
  const multitrack = packetType === (kind === 'video' ? EX_VIDEO_MULTITRACK : EX_AUDIO_MULTITRACK);
  if (multitrack) {
    if (at >= payload.length) return OTHER;
    const layout = payload[at]! >> 4;
    packetType = payload[at]! & 0x0f;
    at += 1;
    // The track id follows the FourCC, which comes first in every layout.
    track = payload[at + 4] ?? 0;
    if (layout > MULTITRACK_MANY_CODECS) return OTHER;
  }
  if (at + 4 > payload.length) return OTHER;
  const codec = fourCc(payload, at);
  const role = kind === 'video' ? videoRole(packetType, key && track === 0) : audioRole(packetType);
  return { role, codec, headerKey: role === 'header' ? `${kind}:${packetType}:${track}` : '', track };
}

function videoRole(packetType: number, key: boolean): MediaRole {
  switch (packetType) {
    case EX_SEQUENCE_START:
    case EX_METADATA:
    case EX_MPEG2TS_SEQUENCE_START:
      return 'header';
    case EX_CODED_FRAMES:
    case EX_CODED_FRAMES_X:
      return key ? 'key' : 'frame';
    case EX_SEQUENCE_END:
      return 'end';
    default:
      return 'other';
  }
}

function audioRole(packetType: number): MediaRole {
  if (packetType === EX_SEQUENCE_START || packetType === EX_AUDIO_MULTICHANNEL) return 'header';
  if (packetType === EX_SEQUENCE_END) return 'end';
  return packetType === EX_CODED_FRAMES ? 'frame' : 'other';
}

function fourCc(payload: Buffer, at: number): string | null {
  const text = payload.toString('latin1', at, at + 4);
  return /^[\x20-\x7e]{4}$/.test(text) ? text : null;
}
