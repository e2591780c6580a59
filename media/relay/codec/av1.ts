import { BitReader } from './bit-reader.ts';
import { findSequenceHeader, OBU_SEQUENCE_HEADER } from './obus.ts';
import type { ParameterSets } from './parameter-sets.ts';

/** Shortest record: without a sequence header. In bytes. */
const RECORD_BYTES = 4;
const HAS_SIZE = 0x02;
/** Values of a color description that mean sRGB (AV1 specification, section 6.4.2). */
const BT_709 = 1;
const SRGB = 13;
const IDENTITY = 0;

/** AV1: the sequence header, in an AV1CodecConfigurationRecord (AV1 in ISO Base Media File Format, section 2.3). */
export const AV1: ParameterSets = {
  record(frame) {
    const payload = sequenceHeader(frame);
    const facts = payload === null ? null : readSequenceHeader(payload);
    if (payload === null || facts === null || payload.length > 0x3fff) return null;
    const { profile, level, tier, highDepth, twelveBit, monochrome, subX, subY, position } = facts;
    return Buffer.concat([
      Buffer.from([
        0x81,
        (profile << 5) | level,
        (tier << 7) |
          (highDepth << 6) |
          (twelveBit << 5) |
          (monochrome << 4) |
          (subX << 3) |
          (subY << 2) |
          position,
        0,
      ]),
      withSize(payload),
    ]);
  },

  complete: (record) => record[0] === 0x81 && record.length >= RECORD_BYTES,

  holds(record, frame) {
    const payload = sequenceHeader(frame);
    return payload === null || record.includes(withSize(payload));
  },
};

function sequenceHeader(frame: Buffer): Buffer | null {
  const obu = findSequenceHeader(frame);
  return obu === null ? null : frame.subarray(obu.payload, obu.end);
}

/** The sequence header as a unit of its own that says its size, as records hold it. */
function withSize(payload: Buffer): Buffer {
  const { length } = payload;
  const size = length < 0x80 ? [length] : [0x80 | (length & 0x7f), length >> 7];
  return Buffer.concat([Buffer.from([(OBU_SEQUENCE_HEADER << 3) | HAS_SIZE, ...size]), payload]);
}

interface ColorFacts {
  highDepth: number;
  twelveBit: number;
  monochrome: number;
  subX: number;
  subY: number;
  position: number;
}

interface SequenceFacts extends ColorFacts {
  profile: number;
  level: number;
  tier: number;
}

/** What the record repeats of a sequence header (AV1 specification, section 5.5.1); null when it is none. */
function readSequenceHeader(payload: Buffer): SequenceFacts | null {
  const bits = new BitReader(payload);
  const profile = bits.bits(3);
  bits.skip(1);
  const reduced = bits.flag();
  const { level, tier } = reduced ? { level: bits.bits(5), tier: 0 } : readOperatingPoints(bits);
  skipFrameSize(bits, reduced);
  skipTools(bits, reduced);
  const { highDepth, twelveBit, monochrome, subX, subY, position } = readColor(bits, profile);
  if (bits.overrun || profile > 2) return null;
  return { profile, level, tier, highDepth, twelveBit, monochrome, subX, subY, position };
}

/** Level and tier of the first operating point, which is the one of the whole stream. */
function readOperatingPoints(bits: BitReader): { level: number; tier: number } {
  const model = bits.flag() ? readTiming(bits) : null;
  const hasDelays = bits.flag();
  const points = bits.bits(5) + 1;
  let first = { level: 0, tier: 0 };
  for (let point = 0; point < points && !bits.overrun; point += 1) {
    bits.skip(12);
    const level = bits.bits(5);
    const tier = level > 7 ? bits.bits(1) : 0;
    if (point === 0) first = { level, tier };
    if (model !== null && bits.flag()) bits.skip(model.delayBits * 2 + 1);
    if (hasDelays && bits.flag()) bits.skip(4);
  }
  return first;
}

/** Skips the timing information; the decoder model it may be followed by, or null. */
function readTiming(bits: BitReader): { delayBits: number } | null {
  bits.skip(64);
  if (bits.flag()) bits.expGolomb();
  if (!bits.flag()) return null;
  const delayBits = bits.bits(5) + 1;
  bits.skip(32 + 5 + 5);
  return { delayBits };
}

function skipFrameSize(bits: BitReader, reduced: boolean): void {
  const widthBits = bits.bits(4) + 1;
  const heightBits = bits.bits(4) + 1;
  bits.skip(widthBits + heightBits);
  if (!reduced && bits.flag()) bits.skip(4 + 3);
}

/** Which coding tools are enabled. */
function skipTools(bits: BitReader, reduced: boolean): void {
  bits.skip(3);
  if (!reduced) {
    bits.skip(4);
    const hasOrder = bits.flag();
    if (hasOrder) bits.skip(2);
    const chooseScreenContent = bits.flag();
    const screenContent = chooseScreenContent || bits.flag();
    if (screenContent && !bits.flag()) bits.skip(1);
    if (hasOrder) bits.skip(3);
  }
  bits.skip(3);
}

/** `color_config` (section 5.5.2). */
function readColor(bits: BitReader, profile: number): ColorFacts {
  const highDepth = bits.bits(1);
  const twelveBit = profile === 2 && highDepth === 1 ? bits.bits(1) : 0;
  const monochrome = profile === 1 ? 0 : bits.bits(1);
  const description = bits.flag() ? [bits.bits(8), bits.bits(8), bits.bits(8)] : [];
  const depth = { highDepth, twelveBit, monochrome };
  if (monochrome === 1) {
    bits.skip(1);
    return { ...depth, subX: 1, subY: 1, position: 0 };
  }
  const [primaries, transfer, matrix] = description;
  if (primaries === BT_709 && transfer === SRGB && matrix === IDENTITY)
    return { ...depth, subX: 0, subY: 0, position: 0 };
  bits.skip(1);
  const { subX, subY } = readSubsampling(bits, profile, twelveBit === 1);
  return { ...depth, subX, subY, position: subX === 1 && subY === 1 ? bits.bits(2) : 0 };
}

function readSubsampling(
  bits: BitReader,
  profile: number,
  twelveBit: boolean,
): { subX: number; subY: number } {
  if (profile === 0) return { subX: 1, subY: 1 };
  if (profile === 1) return { subX: 0, subY: 0 };
  if (!twelveBit) return { subX: 1, subY: 0 };
  const subX = bits.bits(1);
  return { subX, subY: subX === 1 ? bits.bits(1) : 0 };
}
