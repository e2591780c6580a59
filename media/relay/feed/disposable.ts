import { packetTypeOf } from '../message/multitrack.ts';

const ENHANCED = 0x80;
/** FLV frame type of a picture that no other one refers to. */
const DISPOSABLE = 3;
const LEGACY_AVC = 7;
const LEGACY_HEADER = 5;
const FOUR_CC = 4;
const COMPOSITION_BYTES = 3;
const CODED_FRAMES = 1;
const NAL_LENGTH_BYTES = 4;
/** NAL unit types of slices: in H.264 up to this one (ITU-T H.264, table 7-1). */
const LAST_AVC_SLICE = 5;
/** In H.265, even types below this one are pictures that no other of their sub-layer refers to (table 7-1). */
const FIRST_RESERVED_HEVC = 16;

/**
 * Whether a decoder can do without this video frame, because no other one refers to it: by its frame type, or in H.264
 * and HEVC by its slices. Takes the body of a video message.
 */
export function isDisposable(payload: Buffer): boolean {
  const first = payload[0] ?? 0;
  if (((first >> 4) & 7) === DISPOSABLE) return true;
  if ((first & ENHANCED) === 0) {
    return (first & 0x0f) === LEGACY_AVC && everySlice(payload, LEGACY_HEADER, isUnreferredAvc);
  }
  const prefix = packetTypeOf(payload);
  if (prefix === null) return false;
  const codec = payload.toString('latin1', prefix.at, prefix.at + FOUR_CC);
  const start = prefix.at + FOUR_CC + (prefix.packetType === CODED_FRAMES ? COMPOSITION_BYTES : 0);
  if (codec === 'avc1') return everySlice(payload, start, isUnreferredAvc);
  return codec === 'hvc1' && everySlice(payload, start, isUnreferredHevc);
}

/** Whether a slice is unreferred; null for NAL units that are not slices. */
type SliceTest = (header: number) => boolean | null;

const isUnreferredAvc: SliceTest = (header) => {
  const type = header & 0x1f;
  return type === 0 || type > LAST_AVC_SLICE ? null : (header & 0x60) === 0;
};

const isUnreferredHevc: SliceTest = (header) => {
  const type = (header >> 1) & 0x3f;
  if (type >= 32) return null;
  return type < FIRST_RESERVED_HEVC && type % 2 === 0;
};

/** Whether there are slices, and all of them pass; false for what cannot be parsed. */
function everySlice(payload: Buffer, start: number, test: SliceTest): boolean {
  let slices = 0;
  for (let at = start; at < payload.length; ) {
    if (at + NAL_LENGTH_BYTES >= payload.length) return false;
    const result = test(payload[at + NAL_LENGTH_BYTES]!);
    if (result === false) return false;
    if (result) slices += 1;
    at += NAL_LENGTH_BYTES + payload.readUInt32BE(at);
    if (at > payload.length) return false;
  }
  return slices > 0;
}
