/** One tag of an FLV file (Adobe FLV specification 10.1, annex E). */
export interface FlvTag {
  /** 8 audio, 9 video, 18 data: the same numbers as RTMP message types. */
  type: number;
  timestamp: number;
  payload: Buffer;
}

/** All complete tags of an FLV file; a truncated last one is left out. */
export function readFlvTags(file: Buffer): FlvTag[] {
  const tags: FlvTag[] = [];
  let at = file.readUInt32BE(5) + 4;
  while (at + 11 <= file.length) {
    const size = file.readUIntBE(at + 1, 3);
    const end = at + 11 + size;
    if (end > file.length) break;
    const timestamp = file.readUIntBE(at + 4, 3) + file.readUInt8(at + 7) * 2 ** 24;
    tags.push({ type: file.readUInt8(at) & 0x1f, timestamp, payload: file.subarray(at + 11, end) });
    at = end + 4;
  }
  return tags;
}
