import { type ChunkStream, headerNeed, MAX_HEADER, parseHeader } from './chunk-header.ts';
import { INITIAL_CHUNK_SIZE, MESSAGE } from './message-types.ts';
import { ProtocolError } from './protocol-error.ts';

/** A whole RTMP message. `payload` is valid only during the call. */
export interface RawMessage {
  type: number;
  /** Milliseconds modulo 2^32. */
  timestamp: number;
  streamId: number;
  payload: Buffer;
}

export interface ChunkReaderOptions {
  onMessage: (message: RawMessage) => void;
  /** Largest message accepted, in bytes. */
  maxMessageBytes?: number;
}

const DEFAULT_MAX_MESSAGE = 16 * 1024 * 1024;
const MAX_CHUNK_STREAMS = 64;
const MAX_PARTIAL_BYTES = 24 * 1024 * 1024;
const KEPT_ASSEMBLY = 1024 * 1024;
const MAX_CHUNK_SIZE = 0x7fffffff;
const NOTHING = Buffer.alloc(0);

/**
 * Turns received bytes, cut anywhere, into RTMP messages (RTMP specification 1.0, section 5.3). Handles Set Chunk Size
 * and Abort itself. Memory is bounded: partial messages grow with what has actually arrived, not with what a header
 * promises.
 */
export class ChunkReader {
  /** Largest message accepted from now on, in bytes. */
  maxMessageBytes: number;
  readonly #onMessage: (message: RawMessage) => void;
  readonly #streams = new Map<number, ChunkStream>();
  readonly #header = Buffer.alloc(MAX_HEADER);
  #headerLength = 0;
  #current: ChunkStream | null = null;
  #chunkLeft = 0;
  #chunkSize = INITIAL_CHUNK_SIZE;
  #partialBytes = 0;

  constructor({ onMessage, maxMessageBytes = DEFAULT_MAX_MESSAGE }: ChunkReaderOptions) {
    this.#onMessage = onMessage;
    this.maxMessageBytes = maxMessageBytes;
  }

  /** @throws ProtocolError when the bytes cannot be RTMP or exceed a limit. */
  receive(bytes: Buffer): void {
    let at = 0;
    while (at < bytes.length) {
      at = this.#current === null ? this.#takeHeader(bytes, at) : this.#takePayload(this.#current, bytes, at);
    }
  }

  #takeHeader(bytes: Buffer, start: number): number {
    if (this.#headerLength === 0) {
      const available = bytes.length - start;
      const need = headerNeed(bytes, start, available, this.#streams);
      if (need <= available) return start + this.#beginChunk(bytes, start, need);
    }
    return this.#takeSplitHeader(bytes, start);
  }

  #takeSplitHeader(bytes: Buffer, start: number): number {
    let at = start;
    while (at < bytes.length) {
      this.#header[this.#headerLength] = bytes[at] ?? 0;
      this.#headerLength += 1;
      at += 1;
      const have = this.#headerLength;
      const need = headerNeed(this.#header, 0, have, this.#streams);
      if (need <= have) {
        this.#headerLength = 0;
        const used = this.#beginChunk(this.#header, 0, need);
        // A continuation without the extended timestamp we expected: those bytes are what follows it.
        if (used < need) this.receive(Buffer.from(this.#header.subarray(used, need)));
        return at;
      }
    }
    return at;
  }

  /** Reads the chunk's header and returns how many bytes it took. */
  #beginChunk(bytes: Buffer, offset: number, need: number): number {
    const { stream, used } = parseHeader(bytes, offset, need, this.#streams);
    if (this.#streams.size > MAX_CHUNK_STREAMS) throw new ProtocolError('too many chunk streams');
    if (stream.length > this.maxMessageBytes) throw new ProtocolError('message is too large');
    this.#chunkLeft = Math.min(this.#chunkSize, stream.length - stream.filled);
    this.#current = stream;
    if (stream.length === 0) this.#deliver(stream, NOTHING);
    return used;
  }

  #takePayload(stream: ChunkStream, bytes: Buffer, start: number): number {
    const taken = Math.min(this.#chunkLeft, bytes.length - start);
    if (stream.filled === 0 && taken === stream.length) {
      this.#deliver(stream, bytes.subarray(start, start + taken));
      return start + taken;
    }
    this.#assemble(stream, bytes, start, taken);
    this.#chunkLeft -= taken;
    if (stream.filled === stream.length) this.#deliver(stream, stream.assembly.subarray(0, stream.filled));
    else if (this.#chunkLeft === 0) this.#current = null;
    return start + taken;
  }

  #assemble(stream: ChunkStream, bytes: Buffer, start: number, length: number): void {
    const needed = stream.filled + length;
    if (stream.assembly.length < needed) {
      const grown = Buffer.allocUnsafeSlow(
        Math.max(needed, Math.min(stream.length, stream.assembly.length * 2)),
      );
      stream.assembly.copy(grown, 0, 0, stream.filled);
      this.#partialBytes += grown.length - stream.assembly.length;
      if (this.#partialBytes > MAX_PARTIAL_BYTES) throw new ProtocolError('too many unfinished messages');
      stream.assembly = grown;
    }
    bytes.copy(stream.assembly, stream.filled, start, start + length);
    stream.filled = needed;
  }

  #deliver(stream: ChunkStream, payload: Buffer): void {
    this.#current = null;
    this.#chunkLeft = 0;
    stream.filled = 0;
    const { type, timestamp, streamId } = stream;
    if (type === MESSAGE.setChunkSize) this.#setChunkSize(payload);
    else if (type === MESSAGE.abort) this.#abort(payload);
    else this.#onMessage({ type, timestamp, streamId, payload });
    if (stream.assembly.length > KEPT_ASSEMBLY) this.#release(stream);
  }

  #release(stream: ChunkStream): void {
    this.#partialBytes -= stream.assembly.length;
    stream.assembly = NOTHING;
  }

  #setChunkSize(payload: Buffer): void {
    if (payload.length < 4) throw new ProtocolError('Set Chunk Size is too short');
    const size = payload.readUInt32BE(0);
    if (size < 1 || size > MAX_CHUNK_SIZE) throw new ProtocolError('Set Chunk Size is out of range');
    this.#chunkSize = size;
  }

  #abort(payload: Buffer): void {
    if (payload.length < 4) throw new ProtocolError('Abort is too short');
    const stream = this.#streams.get(payload.readUInt32BE(0));
    if (!stream) return;
    stream.filled = 0;
    this.#release(stream);
  }
}
