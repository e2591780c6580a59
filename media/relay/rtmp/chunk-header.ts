import { ProtocolError } from './protocol-error.ts';

/** What is known about one chunk stream: the last header, and the message being assembled. */
export interface ChunkStream {
  type: number;
  timestamp: number;
  streamId: number;
  length: number;
  /** The timestamp field of the last header, which a header without one repeats. */
  field: number;
  extended: boolean;
  filled: number;
  assembly: Buffer;
}

/** Basic header (3), message header (11) and extended timestamp (4). */
export const MAX_HEADER = 18;
const EXTENDED_MARK = 0xffffff;
const MESSAGE_HEADER_BYTES = [11, 7, 3, 0] as const;
const EMPTY = Buffer.alloc(0);

function basicBytes(first: number): number {
  const id = first & 0x3f;
  return id === 0 ? 2 : id === 1 ? 3 : 1;
}

function chunkStreamId(bytes: Buffer, offset: number): number {
  const id = bytes[offset]! & 0x3f;
  if (id === 0) return 64 + bytes[offset + 1]!;
  if (id === 1) return 64 + bytes[offset + 1]! + bytes[offset + 2]! * 256;
  return id;
}

/** Bytes that the header at `offset` needs, as far as the `available` ones tell; more than those if unknown. */
export function headerNeed(
  bytes: Buffer,
  offset: number,
  available: number,
  streams: ReadonlyMap<number, ChunkStream>,
): number {
  const first = bytes[offset]!;
  const format = first >> 6;
  const basic = basicBytes(first);
  if (available < basic) return basic;
  const fixed = basic + MESSAGE_HEADER_BYTES[format as 0 | 1 | 2 | 3];
  if (format === 3) return streams.get(chunkStreamId(bytes, offset))?.extended ? fixed + 4 : fixed;
  if (available < fixed) return fixed;
  return bytes.readUIntBE(offset + basic, 3) === EXTENDED_MARK ? fixed + 4 : fixed;
}

/**
 * Reads a whole chunk header and updates its chunk stream. `used` is less than `need` only for peers that leave the
 * extended timestamp out of continuations.
 */
export function parseHeader(
  bytes: Buffer,
  offset: number,
  need: number,
  streams: Map<number, ChunkStream>,
): { stream: ChunkStream; used: number } {
  const format = bytes[offset]! >> 6;
  const id = chunkStreamId(bytes, offset);
  const basic = basicBytes(bytes[offset]!);
  const known = streams.get(id);
  if (!known && format !== 0 && format !== 1)
    throw new ProtocolError('chunk refers to an unknown chunk stream');
  const stream = known ?? newChunkStream();
  if (!known) streams.set(id, stream);
  if (format === 3) return continueStream(stream, bytes, offset, need);
  if (stream.filled > 0) throw new ProtocolError('a new message begins inside an unfinished one');
  readFields(stream, bytes, offset + basic, format);
  if (stream.extended) stream.field = bytes.readUInt32BE(offset + need - 4);
  stream.timestamp = format === 0 ? stream.field : (stream.timestamp + stream.field) >>> 0;
  return { stream, used: need };
}

function newChunkStream(): ChunkStream {
  return {
    type: 0,
    timestamp: 0,
    streamId: 0,
    length: 0,
    field: 0,
    extended: false,
    filled: 0,
    assembly: EMPTY,
  };
}

function readFields(stream: ChunkStream, bytes: Buffer, at: number, format: number): void {
  stream.field = bytes.readUIntBE(at, 3);
  stream.extended = stream.field === EXTENDED_MARK;
  if (format === 2) return;
  stream.length = bytes.readUIntBE(at + 3, 3);
  stream.type = bytes[at + 6]!;
  if (format === 0) stream.streamId = bytes.readUInt32LE(at + 7);
}

function continueStream(stream: ChunkStream, bytes: Buffer, offset: number, need: number) {
  const inside = stream.filled > 0;
  let used = need;
  if (stream.extended) {
    const repeated = bytes.readUInt32BE(offset + need - 4);
    // Old encoders leave the extended timestamp out of continuations: these are then payload bytes.
    if (repeated !== stream.field) {
      if (!inside) throw new ProtocolError('chunk repeats a different extended timestamp');
      used -= 4;
    }
  }
  if (!inside) stream.timestamp = (stream.timestamp + stream.field) >>> 0;
  return { stream, used };
}
