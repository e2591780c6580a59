/** A tag as FLV files and RTMP's aggregate messages hold it (Adobe FLV 10.1, annex E.4.1). */

/** Type, size of the payload, timestamp, stream id. */
export const TAG_HEADER = 11;
/** Follows each tag and gives its size, for reading backwards. */
export const SIZE_FIELD = 4;

export function tagPayloadSize(bytes: Buffer, at: number): number {
  return bytes.readUIntBE(at + 1, 3);
}

/** Milliseconds modulo 2^32: the highest byte stands behind the other three. */
export function tagTimestamp(bytes: Buffer, at: number): number {
  return ((bytes[at + 7]! << 24) | bytes.readUIntBE(at + 4, 3)) >>> 0;
}
