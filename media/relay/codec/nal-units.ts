/**
 * NAL units of H.264 and H.265 as FLV and MP4 carry them: each behind its length in four bytes (ISO/IEC 14496-15,
 * section 5.3.2). Other lengths are allowed and not used by any encoder.
 */

const LENGTH_BYTES = 4;
const LENGTH_IN_RECORD = 2;

/** The NAL units of a frame whose type is among these, without their lengths; what is cut off is left out. */
export function nalUnits(
  frame: Buffer,
  typeOf: (first: number) => number,
  types: readonly number[],
): Buffer[] {
  const found: Buffer[] = [];
  for (let at = 0; at + LENGTH_BYTES < frame.length; ) {
    const start = at + LENGTH_BYTES;
    const end = start + frame.readUInt32BE(at);
    if (end > frame.length) break;
    if (end > start && types.includes(typeOf(frame[start]!))) found.push(frame.subarray(start, end));
    at = end;
  }
  return found;
}

/** One parameter set as configuration records hold it: behind its length in two bytes. */
export function recordEntry(unit: Buffer): Buffer {
  const entry = Buffer.allocUnsafe(LENGTH_IN_RECORD + unit.length);
  entry.writeUInt16BE(unit.length);
  unit.copy(entry, LENGTH_IN_RECORD);
  return entry;
}

/** The longest parameter set that fits into a record, in bytes. */
export const LONGEST_ENTRY = 0xffff;

/**
 * The raw bytes of a NAL unit without its header: the third byte of each 0, 0, 3 only keeps the data from looking like
 * a start code (ITU-T H.264 and H.265, section 7.3.1).
 */
export function rawBytes(unit: Buffer, headerBytes: number): Buffer {
  const raw = Buffer.allocUnsafe(unit.length);
  let length = 0;
  let zeros = 0;
  for (const byte of unit.subarray(headerBytes)) {
    if (zeros >= 2 && byte === 3) {
      zeros = 0;
      continue;
    }
    zeros = byte === 0 ? zeros + 1 : 0;
    raw[length] = byte;
    length += 1;
  }
  return raw.subarray(0, length);
}
