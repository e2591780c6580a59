import { BitReader } from './bit-reader.ts';
import { LONGEST_ENTRY, nalUnits, rawBytes, recordEntry } from './nal-units.ts';
import type { ParameterSets } from './parameter-sets.ts';

/** NAL unit types (ITU-T H.264, table 7-1). */
const SPS = 7;
const PPS = 8;
const MOST_SPS = 31;
const MOST_PPS = 255;
const SHORTEST_SPS = 4;
/** Baseline, Main and Extended, whose records end without chroma format and bit depth. */
const SHORT_PROFILES = [66, 77, 88];
/** Profiles whose sequence parameter set tells chroma format and bit depth (ITU-T H.264, section 7.3.2.1.1). */
const PROFILES_WITH_FORMAT = [100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135];
const SEPARATE_PLANES = 3;
/** Where the record says how many sequence parameter sets follow. */
const COUNT_AT = 5;

/** H.264: sequence and picture parameter sets, in an AVCDecoderConfigurationRecord (ISO/IEC 14496-15, section 5.3.3). */
export const AVC: ParameterSets = {
  record(frame) {
    const sps = sets(frame, SPS).slice(0, MOST_SPS);
    const pps = sets(frame, PPS).slice(0, MOST_PPS);
    const [first] = sps;
    if (first === undefined || pps.length === 0 || first.length < SHORTEST_SPS) return null;
    const [, profile = 0, compatibility = 0, level = 0] = first;
    const format = SHORT_PROFILES.includes(profile) ? Buffer.alloc(0) : formatBytes(first, profile);
    if (format === null) return null;
    return Buffer.concat([
      // Version 1; the two low bits of the fifth byte say that lengths of NAL units take four bytes.
      Buffer.from([1, profile, compatibility, level, 0xff, 0xe0 | sps.length]),
      ...sps.map(recordEntry),
      Buffer.from([pps.length]),
      ...pps.map(recordEntry),
      format,
    ]);
  },

  complete(record) {
    if (record[0] !== 1) return false;
    let left = (record[COUNT_AT] ?? 0) & 0x1f;
    if (left === 0) return false;
    let at = COUNT_AT + 1;
    for (; left > 0; left -= 1) {
      if (at + 2 > record.length) return false;
      at += 2 + record.readUInt16BE(at);
    }
    return (record[at] ?? 0) > 0 && at + 2 < record.length;
  },

  holds: (record, frame) =>
    nalUnits(frame, typeOf, [SPS, PPS]).every((unit) => record.includes(recordEntry(unit))),
};

function typeOf(first: number): number {
  return first & 0x1f;
}

function sets(frame: Buffer, type: number): Buffer[] {
  return nalUnits(frame, typeOf, [type]).filter((unit) => unit.length <= LONGEST_ENTRY);
}

/** Chroma format and bit depths, and no extensions of the sequence parameter set; null when it cannot be parsed. */
function formatBytes(sps: Buffer, profile: number): Buffer | null {
  let [chroma, luma, chromaDepth] = [1, 0, 0];
  if (PROFILES_WITH_FORMAT.includes(profile)) {
    const bits = new BitReader(rawBytes(sps, SHORTEST_SPS));
    bits.expGolomb();
    chroma = bits.expGolomb();
    if (chroma === SEPARATE_PLANES) bits.skip(1);
    luma = bits.expGolomb();
    chromaDepth = bits.expGolomb();
    if (bits.overrun || chroma > 3 || luma > 6 || chromaDepth > 6) return null;
  }
  return Buffer.from([0xfc | chroma, 0xf8 | luma, 0xf8 | chromaDepth, 0]);
}
