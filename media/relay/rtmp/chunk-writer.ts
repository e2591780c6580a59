/**
 * RTMP chunks as we write them: every message begins with a full header (format 0, absolute timestamp), so that a
 * reader can join or leave between any two messages. RTMP specification 1.0, section 5.3.
 */

const FULL_HEADER = 12;
/** Timestamps from here on, in ms, stand behind the header, in four bytes. */
export const EXTENDED_MARK = 0xffffff;
const TWO_POW_32 = 0x1_0000_0000;

export interface ChunkedMessage {
  /** Chunk stream id, 2 to 63. */
  chunkStream: number;
  type: number;
  /** Milliseconds; written modulo 2^32. */
  timestamp: number;
  streamId: number;
  payload: Buffer;
}

/** Bytes that `writeMessage` will write. `timestamp` as in `ChunkedMessage`. */
export function encodedSize(payloadLength: number, timestamp: number, chunkSize: number): number {
  const extended = timestamp % TWO_POW_32 >= EXTENDED_MARK ? 4 : 0;
  const continuations = payloadLength > chunkSize ? Math.ceil(payloadLength / chunkSize) - 1 : 0;
  return FULL_HEADER + extended + payloadLength + continuations * (1 + extended);
}

/** Writes the message as chunks into `target` and returns the offset after it. */
export function writeMessage(
  target: Buffer,
  offset: number,
  message: ChunkedMessage,
  chunkSize: number,
): number {
  const { chunkStream, type, streamId, payload } = message;
  const timestamp = message.timestamp % TWO_POW_32;
  const extended = timestamp >= EXTENDED_MARK;
  const length = payload.length;
  target[offset] = chunkStream;
  target.writeUIntBE(extended ? EXTENDED_MARK : timestamp, offset + 1, 3);
  target.writeUIntBE(length, offset + 4, 3);
  target[offset + 7] = type;
  target.writeUInt32LE(streamId, offset + 8);
  let at = offset + FULL_HEADER;
  if (extended) at = target.writeUInt32BE(timestamp, at);
  let taken = Math.min(length, chunkSize);
  payload.copy(target, at, 0, taken);
  at += taken;
  while (taken < length) {
    target[at] = 0xc0 | chunkStream;
    at += 1;
    if (extended) at = target.writeUInt32BE(timestamp, at);
    const next = Math.min(length, taken + chunkSize);
    payload.copy(target, at, taken, next);
    at += next - taken;
    taken = next;
  }
  return at;
}

/** The message as one new buffer. */
export function encodeMessage(message: ChunkedMessage, chunkSize: number): Buffer {
  const bytes = Buffer.allocUnsafe(encodedSize(message.payload.length, message.timestamp, chunkSize));
  writeMessage(bytes, 0, message, chunkSize);
  return bytes;
}

/** Length of the message that `writeMessage` wrote at `offset`, read from its header. */
export function encodedSizeAt(bytes: Buffer, offset: number, chunkSize: number): number {
  const extended = bytes.readUIntBE(offset + 1, 3) === EXTENDED_MARK;
  return encodedSize(bytes.readUIntBE(offset + 4, 3), extended ? EXTENDED_MARK : 0, chunkSize);
}

/** Where in a message written by `writeMessage` its type and its message stream id stand. */
export const TYPE_OFFSET = 7;
export const STREAM_ID_OFFSET = 8;

/** Where the payload of the message that `writeMessage` wrote at `offset` begins. */
export function payloadOffset(bytes: Buffer, offset: number): number {
  const extended = bytes.readUIntBE(offset + 1, 3) === EXTENDED_MARK;
  return offset + FULL_HEADER + (extended ? 4 : 0);
}
