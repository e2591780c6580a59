/** Types of open bitstream units (AV1 specification, section 6.2.2). */
export const OBU_SEQUENCE_HEADER = 1;

export interface Obu {
  type: number;
  /** Where its header begins, its payload begins, and it ends. */
  start: number;
  payload: number;
  end: number;
}

/**
 * The unit that begins at `at` (AV1 specification, section 5.3); null at the end of the data, or when it is cut off. One
 * without a size goes to the end.
 */
export function obuAt(bytes: Buffer, at: number): Obu | null {
  if (at >= bytes.length) return null;
  const header = bytes[at]!;
  const type = (header >> 3) & 0x0f;
  let payload = at + ((header & 0x04) === 0 ? 1 : 2);
  let size = bytes.length - payload;
  if ((header & 0x02) !== 0) {
    size = 0;
    // leb128 (section 4.10.5): at most eight bytes of seven bits each.
    for (let shift = 0; shift < 56; shift += 7) {
      const byte = bytes[payload] ?? 0;
      payload += 1;
      size += (byte & 0x7f) * 2 ** shift;
      if ((byte & 0x80) === 0) break;
    }
  }
  const end = payload + size;
  return size < 0 || end > bytes.length ? null : { type, start: at, payload, end };
}

/** The first sequence header in these units; null when there is none. */
export function findSequenceHeader(bytes: Buffer, from = 0): Obu | null {
  for (let obu = obuAt(bytes, from); obu !== null; obu = obuAt(bytes, obu.end)) {
    if (obu.type === OBU_SEQUENCE_HEADER) return obu;
  }
  return null;
}
