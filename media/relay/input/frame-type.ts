import { findSequenceHeader } from '../codec/obus.ts';

/**
 * MediaMTX 1.20.1 leaves the frame type of enhanced video (HEVC, AV1) at 0, so nothing downstream could tell key frames
 * from others. What the type should be can be found in the picture itself. It also calls AV1 frames `CodedFramesX`,
 * which is defined for AVC and HEVC only; without a composition time the two are the same bytes. Layout: Enhanced RTMP
 * v2, ExVideoTagHeader (https://veovera.org/docs/enhanced/enhanced-rtmp-v2).
 */

const ENHANCED = 0x80;
const FRAME_TYPE = 0x70;
const KEY = 1 << 4;
const INTER = 2 << 4;
const SEQUENCE_START = 0;
const CODED_FRAMES = 1;
const CODED_FRAMES_X = 3;
const FOUR_CC_END = 5;
/** HEVC's coded frames carry a composition time between FourCC and data. */
const COMPOSITION_BYTES = 3;
const NAL_LENGTH_BYTES = 4;
/** NAL unit types of pictures that a decoder can start with (ITU-T H.265, table 7-1). */
const FIRST_IRAP = 16;
const LAST_IRAP = 23;

/** Writes the missing frame type into the body of a video message; leaves a body that has one unchanged. */
export function markFrameType(body: Buffer): void {
  const first = body[0] ?? 0;
  const packetType = first & 0x0f;
  if ((first & ENHANCED) === 0 || (first & FRAME_TYPE) !== 0) return;
  // Encoders mark codec headers as key frames, and some servers check.
  if (packetType === SEQUENCE_START) body[0] = first | KEY;
  if (packetType !== CODED_FRAMES && packetType !== CODED_FRAMES_X) return;
  const codec = body.toString('latin1', 1, FOUR_CC_END);
  const hevcData = FOUR_CC_END + (packetType === CODED_FRAMES ? COMPOSITION_BYTES : 0);
  if (codec === 'hvc1') body[0] = first | (hasRandomAccess(body, hevcData) ? KEY : INTER);
  else if (codec === 'av01')
    // AV1 repeats its sequence header with each key frame (AV1 specification, section 7.5).
    body[0] = ENHANCED | CODED_FRAMES | (findSequenceHeader(body, FOUR_CC_END) === null ? INTER : KEY);
}

function hasRandomAccess(body: Buffer, start: number): boolean {
  for (let at = start; at + NAL_LENGTH_BYTES < body.length; ) {
    const type = (body[at + NAL_LENGTH_BYTES]! >> 1) & 0x3f;
    if (type >= FIRST_IRAP && type <= LAST_IRAP) return true;
    at += NAL_LENGTH_BYTES + body.readUInt32BE(at);
  }
  return false;
}
