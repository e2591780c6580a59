/**
 * Several sound or picture tracks in one RTMP message, and how one of them is sent as a plain single track. Layout:
 * Enhanced RTMP v2, "Multitrack" in ExVideoTagBody and ExAudioTagBody
 * (https://veovera.org/docs/enhanced/enhanced-rtmp-v2).
 */

/** One track's part of a message. */
export interface TrackPart {
  /** As the encoder numbers it; a message without track numbers is track 0. */
  track: number;
  codec: string;
  /** What the part is: start of sequence, coded frames and so on. */
  packetType: number;
  body: Buffer;
}

const EX_VIDEO = 0x80;
const EX_AUDIO_FORMAT = 9;
const VIDEO_MULTITRACK = 6;
const AUDIO_MULTITRACK = 5;
const MODEX = 7;
const ONE_TRACK = 0;
const MANY_CODECS = 2;
const FOUR_CC = 4;
/** Track numbers are bytes. */
const MOST_TRACKS = 256;
const SIZE_BYTES = 3;
const SEQUENCE_START = 0;
const CODED_FRAMES = 1;
const CODED_FRAMES_X = 3;
const LEGACY_AAC = 0xaf;
const LEGACY_AVC = 7;

export type TrackKind = 'audio' | 'video';

/** Whether a message whose body begins at `at` carries track numbers. Reads its first bytes only. */
export function isMultitrack(bytes: Buffer, at: number, kind: TrackKind): boolean {
  const first = bytes[at] ?? 0;
  const enhanced = kind === 'video' ? (first & EX_VIDEO) !== 0 : first >> 4 === EX_AUDIO_FORMAT;
  if (!enhanced) return false;
  const packetType = first & 0x0f;
  if (packetType !== MODEX) return packetType === multitrackType(kind);
  return packetTypeOf(bytes.subarray(at))?.packetType === multitrackType(kind);
}

/** The tracks in the body of a message, in its order; none when it has no track numbers or cannot be parsed. */
export function readTracks(payload: Buffer, kind: TrackKind): TrackPart[] {
  if (!isMultitrack(payload, 0, kind)) return [];
  const start = packetTypeOf(payload)?.at ?? payload.length;
  if (start >= payload.length) return [];
  const layout = payload[start]! >> 4;
  const packetType = payload[start]! & 0x0f;
  if (layout > MANY_CODECS) return [];
  const parts: TrackPart[] = [];
  let at = start + 1;
  let codec = '';
  if (layout !== MANY_CODECS) {
    codec = payload.toString('latin1', at, at + FOUR_CC);
    at += FOUR_CC;
  }
  while (at < payload.length) {
    if (layout === MANY_CODECS) {
      codec = payload.toString('latin1', at, at + FOUR_CC);
      at += FOUR_CC;
    }
    const track = payload[at];
    at += 1;
    if (track === undefined || parts.length === MOST_TRACKS) return [];
    let end = payload.length;
    if (layout !== ONE_TRACK) {
      if (at + SIZE_BYTES > payload.length) return [];
      end = at + SIZE_BYTES + payload.readUIntBE(at, SIZE_BYTES);
      at += SIZE_BYTES;
    }
    if (end > payload.length) return [];
    parts.push({ track, codec, packetType, body: payload.subarray(at, end) });
    at = end;
  }
  return parts;
}

/**
 * One track of a message as a message without track numbers, as servers understand it that know of one track only: AAC
 * and H.264 in their old form, others in the enhanced one. Null when the message has no such track, or nothing of it
 * that can be said in the old form.
 */
export function singleTrack(payload: Buffer, kind: TrackKind, track: number): Buffer | null {
  const part = readTracks(payload, kind).find((one) => one.track === track);
  if (part === undefined) return null;
  const head = kind === 'audio' ? audioHead(part) : videoHead(part, (payload[0]! >> 4) & 7);
  return head === null ? null : Buffer.concat([Buffer.from(head, 'latin1'), part.body]);
}

function audioHead({ codec, packetType }: TrackPart): string | null {
  if (codec !== 'mp4a') return String.fromCharCode((EX_AUDIO_FORMAT << 4) | packetType) + codec;
  // Channel layouts exist in the enhanced form only, which old servers take for a codec they do not have.
  const legacy = packetType === SEQUENCE_START || packetType === CODED_FRAMES;
  return legacy ? String.fromCharCode(LEGACY_AAC, packetType) : null;
}

function videoHead({ codec, packetType }: TrackPart, frameType: number): string | null {
  if (codec !== 'avc1') return String.fromCharCode(EX_VIDEO | (frameType << 4) | packetType) + codec;
  const first = (frameType << 4) | LEGACY_AVC;
  // Its coded frames begin with a composition time in both forms.
  if (packetType === CODED_FRAMES) return String.fromCharCode(first, 1);
  if (packetType === CODED_FRAMES_X) return String.fromCharCode(first, 1, 0, 0, 0);
  return packetType === SEQUENCE_START ? String.fromCharCode(first, 0, 0, 0, 0) : null;
}

function multitrackType(kind: TrackKind): number {
  return kind === 'video' ? VIDEO_MULTITRACK : AUDIO_MULTITRACK;
}

/** The packet type of an enhanced message, and where what follows it begins: behind ModEx prefixes, if there are any. */
export function packetTypeOf(payload: Buffer): { packetType: number; at: number } | null {
  let packetType = payload[0]! & 0x0f;
  let at = 1;
  while (packetType === MODEX) {
    const next = skipModEx(payload, at);
    if (!next) return null;
    ({ packetType, at } = next);
  }
  return { packetType, at };
}

/** A ModEx prefix: its size (one byte, or three), its data, then the type of the next packet. */
function skipModEx(payload: Buffer, start: number): { packetType: number; at: number } | null {
  let at = start;
  if (at >= payload.length) return null;
  let size = payload[at]! + 1;
  at += 1;
  if (size === 256) {
    if (at + 2 > payload.length) return null;
    size = payload.readUInt16BE(at) + 1;
    at += 2;
  }
  at += size;
  if (at >= payload.length) return null;
  return { packetType: payload[at]! & 0x0f, at: at + 1 };
}
