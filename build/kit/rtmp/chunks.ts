/** RTMP message types that the test peers act on (RTMP specification 1.0, sections 5.4 and 7.1). */
export const TYPE = {
  chunkSize: 1,
  ack: 3,
  ackWindow: 5,
  peerBandwidth: 6,
  audio: 8,
  video: 9,
  data: 18,
  command: 20,
};

/** How much of a media payload is kept: enough for codec headers' flags and the bench's time stamps. */
const MEDIA_HEAD = 32;
const COMMAND_LIMIT = 64 * 1024;
const HEADER_BYTES = [11, 7, 3, 0] as const;

export interface Message {
  type: number;
  timestamp: number;
  /** Length of the whole payload in bytes. */
  length: number;
  streamId: number;
  /** The payload of a command; the first bytes of audio and video. Valid only during the callback. */
  head: Buffer;
}

interface ChunkStream extends Message {
  delta: number;
  extended: boolean;
  received: number;
}

/** Parses RTMP chunks. Counts media without copying it, so that a sink costs little. */
export class ChunkReader {
  #chunkSize = 128;
  #streams = new Map<number, ChunkStream>();
  #rest: Buffer = Buffer.alloc(0);
  #current: ChunkStream | undefined;
  #leftInChunk = 0;
  readonly #onMessage: (message: Message) => void;

  constructor(onMessage: (message: Message) => void) {
    this.#onMessage = onMessage;
  }

  /** @throws Error when the bytes are not RTMP chunks. */
  read(data: Buffer): void {
    const bytes = this.#rest.length > 0 ? Buffer.concat([this.#rest, data]) : data;
    this.#rest = Buffer.alloc(0);
    let at = 0;
    while (at < bytes.length) {
      const next = this.#current ? this.#payload(bytes, at) : this.#header(bytes, at);
      if (next === -1) {
        this.#rest = Buffer.from(bytes.subarray(at));
        return;
      }
      at = next;
    }
  }

  #header(bytes: Buffer, start: number): number {
    const first = bytes[start] ?? 0;
    const format = first >> 6;
    const small = first & 0x3f;
    let at = start + (small === 0 ? 2 : small === 1 ? 3 : 1);
    if (at + (HEADER_BYTES[format] ?? 0) > bytes.length) return -1;
    const id =
      small === 0
        ? 64 + bytes.readUInt8(start + 1)
        : small === 1
          ? 64 + bytes.readUInt16LE(start + 1)
          : small;
    const stream = this.#streams.get(id) ?? newStream();
    const fresh = stream.received === 0;
    const time = format < 3 ? bytes.readUIntBE(at, 3) : 0;
    const extended = format < 3 ? time === 0xffffff : stream.extended;
    const end = at + (HEADER_BYTES[format] ?? 0) + (extended ? 4 : 0);
    if (end > bytes.length) return -1;
    if (format < 2) {
      stream.length = bytes.readUIntBE(at + 3, 3);
      stream.type = bytes.readUInt8(at + 6);
    }
    if (format === 0) stream.streamId = bytes.readUInt32LE(at + 7);
    at = end;
    const value = extended ? bytes.readUInt32BE(end - 4) : time;
    stream.extended = extended;
    if (format === 0) {
      stream.timestamp = value;
      stream.delta = 0;
    } else if (fresh) {
      if (format < 3) stream.delta = value;
      stream.timestamp = (stream.timestamp + stream.delta) >>> 0;
    }
    this.#streams.set(id, stream);
    if (fresh) this.#begin(stream);
    this.#leftInChunk = Math.min(this.#chunkSize, stream.length - stream.received);
    this.#current = stream;
    if (stream.length === 0) this.#end(stream);
    return at;
  }

  #begin(stream: ChunkStream): void {
    const media = stream.type === TYPE.audio || stream.type === TYPE.video;
    if (!media && stream.length > COMMAND_LIMIT)
      throw new Error(`Message of ${stream.length} bytes is too long.`);
    const keep = media ? Math.min(MEDIA_HEAD, stream.length) : stream.length;
    if (stream.head.length !== keep) stream.head = Buffer.alloc(keep);
  }

  #payload(bytes: Buffer, at: number): number {
    const stream = this.#current;
    if (!stream) return at;
    const take = Math.min(this.#leftInChunk, bytes.length - at);
    if (stream.received < stream.head.length) bytes.copy(stream.head, stream.received, at, at + take);
    stream.received += take;
    this.#leftInChunk -= take;
    if (stream.received === stream.length) this.#end(stream);
    else if (this.#leftInChunk === 0) this.#current = undefined;
    return at + take;
  }

  #end(stream: ChunkStream): void {
    stream.received = 0;
    this.#current = undefined;
    if (stream.type === TYPE.chunkSize) this.#chunkSize = stream.head.readUInt32BE(0) & 0x7fffffff;
    this.#onMessage(stream);
  }
}

function newStream(): ChunkStream {
  return {
    type: 0,
    timestamp: 0,
    length: 0,
    streamId: 0,
    head: Buffer.alloc(0),
    delta: 0,
    extended: false,
    received: 0,
  };
}

export interface OutgoingMessage {
  chunkStream: number;
  type: number;
  timestamp?: number;
  streamId?: number;
  payload: Buffer;
}

/** One message as chunks: a full header, then continuation headers every `chunkSize` bytes. */
export function encodeMessage(message: OutgoingMessage, chunkSize: number): Buffer {
  const { chunkStream, type, timestamp = 0, streamId = 0, payload } = message;
  const long = timestamp >= 0xffffff;
  const header = Buffer.alloc(long ? 16 : 12);
  header[0] = chunkStream;
  header.writeUIntBE(long ? 0xffffff : timestamp, 1, 3);
  header.writeUIntBE(payload.length, 4, 3);
  header[7] = type;
  header.writeUInt32LE(streamId, 8);
  if (long) header.writeUInt32BE(timestamp, 12);
  const next = Buffer.alloc(long ? 5 : 1);
  next[0] = 0xc0 | chunkStream;
  if (long) next.writeUInt32BE(timestamp, 1);
  const parts: Buffer[] = [header];
  for (let at = 0; at < payload.length; at += chunkSize) {
    if (at > 0) parts.push(next);
    parts.push(payload.subarray(at, at + chunkSize));
  }
  return Buffer.concat(parts);
}
