/**
 * Where the codec's own data lies in an FLV video body: legacy tags (Adobe FLV 10.1, annex E.4.3, with the widely used
 * ids 12 and 13 for HEVC and AV1) and Enhanced RTMP v2, ExVideoTagHeader
 * (https://veovera.org/docs/enhanced/enhanced-rtmp-v2).
 */

export type ConfigurableCodec = 'avc1' | 'hvc1' | 'av01';

/** A body that begins a stream or that a decoder can begin with. */
export interface KeyBody {
  codec: ConfigurableCodec;
  /** A configuration record, or else a key frame. */
  isRecord: boolean;
  data: Buffer;
  legacyId: number | null;
}

const ENHANCED = 0x80;
const FRAME_TYPE = 0x70;
const KEY = 0x10;
const LEGACY: Readonly<Record<number, ConfigurableCodec>> = { 7: 'avc1', 12: 'hvc1', 13: 'av01' };
const LEGACY_DATA_AT = 5;
const FOUR_CC_END = 5;
const RECORD = 0;
const CODED_FRAMES = 1;
const CODED_FRAMES_X = 3;
/** A composition time follows the FourCC of coded frames, but not for AV1. */
const COMPOSITION_BYTES = 3;

/** Null for every other body: other frames, other codecs, several tracks. */
export function keyBody(body: Buffer): KeyBody | null {
  const first = body[0] ?? 0;
  if ((first & FRAME_TYPE) !== KEY) return null;
  return (first & ENHANCED) === 0 ? legacyBody(body, first & 0x0f) : enhancedBody(body, first & 0x0f);
}

/** A video body that holds this record, written the way the other body is. */
export function recordBody(record: Buffer, { codec, legacyId }: KeyBody): Buffer {
  const header =
    legacyId === null
      ? Buffer.from([ENHANCED | KEY | RECORD])
      : Buffer.from([KEY | legacyId, RECORD, 0, 0, 0]);
  return Buffer.concat(legacyId === null ? [header, Buffer.from(codec, 'latin1'), record] : [header, record]);
}

function legacyBody(body: Buffer, legacyId: number): KeyBody | null {
  const codec = LEGACY[legacyId];
  const type = body[1];
  if (codec === undefined || (type !== RECORD && type !== CODED_FRAMES)) return null;
  return { codec, isRecord: type === RECORD, data: body.subarray(LEGACY_DATA_AT), legacyId };
}

function enhancedBody(body: Buffer, type: number): KeyBody | null {
  const codec = body.toString('latin1', 1, FOUR_CC_END);
  if (codec !== 'avc1' && codec !== 'hvc1' && codec !== 'av01') return null;
  if (type !== RECORD && type !== CODED_FRAMES && type !== CODED_FRAMES_X) return null;
  const composed = type === CODED_FRAMES && codec !== 'av01';
  const data = body.subarray(FOUR_CC_END + (composed ? COMPOSITION_BYTES : 0));
  return { codec, isRecord: type === RECORD, data, legacyId: null };
}
