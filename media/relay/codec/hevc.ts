import { BitReader } from './bit-reader.ts';
import { LONGEST_ENTRY, nalUnits, rawBytes, recordEntry } from './nal-units.ts';
import type { ParameterSets } from './parameter-sets.ts';

/** NAL unit types (ITU-T H.265, table 7-1). */
const VPS = 32;
const SPS = 33;
const PPS = 34;
const NAL_HEADER = 2;
/** General profile, tier and level: from profile space to level (ITU-T H.265, section 7.3.3). In bytes. */
const PROFILE_BYTES = 12;
const ARRAYS_AT = 22;
const SEPARATE_PLANES = 3;

/**
 * H.265: video, sequence and picture parameter sets, in an HEVCDecoderConfigurationRecord (ISO/IEC 14496-15, section
 * 8.3.3).
 */
export const HEVC: ParameterSets = {
  record(frame) {
    const arrays = [VPS, SPS, PPS].map((type) => sets(frame, type));
    const sps = arrays[1]?.[0];
    const facts = sps === undefined ? null : readSps(sps);
    if (facts === null || arrays.some((units) => units.length === 0)) return null;
    return Buffer.concat([
      Buffer.from([1]),
      facts.profile,
      // No minimal spatial segmentation, any parallelism.
      Buffer.from([0xf0, 0, 0xfc, 0xfc | facts.chroma, 0xf8 | facts.lumaDepth, 0xf8 | facts.chromaDepth]),
      // Frame rate unknown; layers; lengths of NAL units take four bytes.
      Buffer.from([0, 0, (facts.layers << 3) | (facts.nested << 2) | 3, arrays.length]),
      ...arrays.flatMap((units, index) => [
        Buffer.from([VPS + index, units.length >> 8, units.length & 0xff]),
        ...units.map(recordEntry),
      ]),
    ]);
  },

  complete(record) {
    const types = record[0] === 1 ? arrayTypes(record) : [];
    return types.includes(SPS) && types.includes(PPS);
  },

  holds: (record, frame) =>
    nalUnits(frame, typeOf, [VPS, SPS, PPS]).every((unit) => record.includes(recordEntry(unit))),
};

function typeOf(first: number): number {
  return (first >> 1) & 0x3f;
}

function sets(frame: Buffer, type: number): Buffer[] {
  return nalUnits(frame, typeOf, [type]).filter((unit) => unit.length <= LONGEST_ENTRY);
}

/** The types of parameter sets that a record has at least one of. */
function arrayTypes(record: Buffer): number[] {
  const types: number[] = [];
  let at = ARRAYS_AT + 1;
  for (let arrays = record[ARRAYS_AT] ?? 0; arrays > 0; arrays -= 1) {
    if (at + 3 > record.length) break;
    const units = record.readUInt16BE(at + 1);
    if (units > 0) types.push(record[at]! & 0x3f);
    at += 3;
    for (let unit = 0; unit < units && at + 2 <= record.length; unit += 1) at += 2 + record.readUInt16BE(at);
  }
  return types;
}

interface SpsFacts {
  profile: Buffer;
  chroma: number;
  lumaDepth: number;
  chromaDepth: number;
  layers: number;
  nested: number;
}

/** What the record repeats of a sequence parameter set (ITU-T H.265, section 7.3.2.2); null when it is none. */
function readSps(sps: Buffer): SpsFacts | null {
  const raw = rawBytes(sps, NAL_HEADER);
  const bits = new BitReader(raw);
  bits.skip(4);
  const upperLayers = bits.bits(3);
  const nested = bits.bits(1);
  bits.skip(PROFILE_BYTES * 8);
  skipLayers(bits, upperLayers);
  bits.expGolomb();
  const chroma = bits.expGolomb();
  if (chroma === SEPARATE_PLANES) bits.skip(1);
  bits.expGolomb();
  bits.expGolomb();
  if (bits.flag()) for (let edge = 0; edge < 4; edge += 1) bits.expGolomb();
  const lumaDepth = bits.expGolomb();
  const chromaDepth = bits.expGolomb();
  if (bits.overrun || chroma > 3 || lumaDepth > 7 || chromaDepth > 7) return null;
  const profile = raw.subarray(1, 1 + PROFILE_BYTES);
  return { profile, chroma, lumaDepth, chromaDepth, layers: upperLayers + 1, nested };
}

/** Profiles and levels of the layers below the highest. */
function skipLayers(bits: BitReader, upperLayers: number): void {
  if (upperLayers === 0) return;
  const present = Array.from({ length: upperLayers }, () => [bits.flag(), bits.flag()]);
  bits.skip((8 - upperLayers) * 2);
  for (const [profile, level] of present) bits.skip((profile ? 88 : 0) + (level ? 8 : 0));
}
