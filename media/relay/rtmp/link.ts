import { unpackAggregate } from './aggregate.ts';
import { decodeAmf, withoutFormat } from './amf-decode.ts';
import { encodeAmf } from './amf-encode.ts';
import type { AmfValue } from './amf-types.ts';
import { ChunkReader, type RawMessage } from './chunk-reader.ts';
import { encodeMessage } from './chunk-writer.ts';
import { CHUNK_STREAM, INITIAL_CHUNK_SIZE, MESSAGE, OUR_CHUNK_SIZE, USER_CONTROL } from './message-types.ts';
import { ProtocolError } from './protocol-error.ts';

/** A command message such as `connect` or `onStatus`. */
export interface Command {
  name: string;
  transaction: number;
  streamId: number;
  /** What follows the transaction id: the command object first. */
  args: AmfValue[];
}

export interface LinkEvents {
  onCommand: (command: Command) => void;
  /** A command could not be read and is passed over; without this, the peer breaks the protocol by it. */
  onUnreadable?: () => void;
  /** Audio, video and data messages; the payload is valid only during the call. */
  onMedia?: (message: RawMessage) => void;
  /** The peer said that our stream with this id is over (user control StreamEOF). */
  onStreamEof?: () => void;
}

export interface LinkOptions extends LinkEvents {
  send: (bytes: Buffer) => void;
  /** Largest message accepted, in bytes; can be raised later. */
  maxMessageBytes: number;
}

/** How often, in bytes, we ask the peer to acknowledge until we know the bitrate. */
const ASKED_ACK_WINDOW = 262_144;
const MAX_OUR_WINDOW = 16 * 1024 * 1024;
const MIN_OUR_WINDOW = 4096;
/** Used until the peer states its window: some wait for acknowledgements without asking. */
const DEFAULT_OUR_WINDOW = 1_250_000;
const SEQUENCE_MODULUS = 0x1_0000_0000;

/**
 * RTMP after the handshake, either side, without sockets: control messages are answered here (chunk size, window,
 * acknowledgement, ping), commands and media go to the callbacks. Acknowledgement sequence numbers wrap at 32 bits and
 * are extended (section 5.4.3).
 */
export class RtmpLink {
  /** Bytes the peer says it has received from us on this connection, including the handshake. */
  bytesAcked = 0;
  /** Its count has never gone back: some servers say what was new since last time, or begin anew at 4 GB. */
  acksCredible = true;
  /** Called after each acknowledgement. */
  onAcknowledged: (() => void) | null = null;
  readonly #options: LinkOptions;
  readonly #reader: ChunkReader;
  #sendChunkSize = INITIAL_CHUNK_SIZE;
  #lastSequence = 0;
  #received = 0;
  #acknowledged = 0;
  #window = DEFAULT_OUR_WINDOW;
  #awaited: { bytes: number; reached: () => void } | null = null;

  constructor(options: LinkOptions) {
    this.#options = options;
    this.#reader = new ChunkReader({
      onMessage: (message) => this.#dispatch(message),
      maxMessageBytes: options.maxMessageBytes,
    });
  }

  set maxMessageBytes(bytes: number) {
    this.#reader.maxMessageBytes = bytes;
  }

  /** @throws ProtocolError when the peer breaks the protocol. */
  receive(bytes: Buffer): void {
    this.#received += bytes.length;
    this.#reader.receive(bytes);
    if (this.#received - this.#acknowledged >= this.#window) this.#acknowledge();
  }

  /** Opens our direction: large chunks, and the window in which we want acknowledgements. */
  opening(): Buffer {
    return Buffer.concat([this.chunkSize(OUR_CHUNK_SIZE), this.askedWindow(ASKED_ACK_WINDOW)]);
  }

  /** Announces the size of the chunks that follow, in bytes. */
  chunkSize(bytes: number): Buffer {
    const announced = this.#control(MESSAGE.setChunkSize, bytes);
    this.#sendChunkSize = bytes;
    return announced;
  }

  command(name: string, transaction: number, args: AmfValue[], streamId = 0): Buffer {
    const payload = encodeAmf(name, transaction, ...args);
    const chunkStream = streamId === 0 ? CHUNK_STREAM.command : CHUNK_STREAM.streamCommand;
    const message = { chunkStream, type: MESSAGE.commandAmf0, timestamp: 0, streamId, payload };
    return encodeMessage(message, this.#sendChunkSize);
  }

  peerBandwidth(bytes: number): Buffer {
    const payload = Buffer.alloc(5);
    payload.writeUInt32BE(bytes);
    payload[4] = 2;
    return this.#controlBytes(MESSAGE.setPeerBandwidth, payload);
  }

  userControl(event: number, value: number): Buffer {
    const payload = Buffer.alloc(6);
    payload.writeUInt16BE(event);
    payload.writeUInt32BE(value, 2);
    return this.#controlBytes(MESSAGE.userControl, payload);
  }

  /** Asks the peer to acknowledge every so many bytes. */
  askedWindow(bytes: number): Buffer {
    return this.#control(MESSAGE.windowAckSize, bytes);
  }

  /** Settles once the peer acknowledges more than this many bytes. One caller at a time. */
  async ackedBeyond(bytes: number): Promise<void> {
    if (this.bytesAcked > bytes) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#awaited = { bytes, reached: resolve };
    await promise;
  }

  /** How much a player wants to buffer: some servers send that much faster than real time. */
  bufferLength(streamId: number, ms: number): Buffer {
    const payload = Buffer.alloc(10);
    payload.writeUInt16BE(USER_CONTROL.setBufferLength);
    payload.writeUInt32BE(streamId, 2);
    payload.writeUInt32BE(ms, 6);
    return this.#controlBytes(MESSAGE.userControl, payload);
  }

  #control(type: number, value: number): Buffer {
    const payload = Buffer.alloc(4);
    payload.writeUInt32BE(value);
    return this.#controlBytes(type, payload);
  }

  #controlBytes(type: number, payload: Buffer): Buffer {
    const message = { chunkStream: CHUNK_STREAM.control, type, timestamp: 0, streamId: 0, payload };
    return encodeMessage(message, this.#sendChunkSize);
  }

  #dispatch(message: RawMessage): void {
    switch (message.type) {
      case MESSAGE.audio:
      case MESSAGE.video:
      case MESSAGE.dataAmf0:
      case MESSAGE.dataAmf3:
        this.#options.onMedia?.(message);
        return;
      case MESSAGE.commandAmf0:
        this.#command(message.payload, message.streamId);
        return;
      case MESSAGE.commandAmf3:
        this.#command(withoutFormat(message.payload), message.streamId);
        return;
      case MESSAGE.aggregate:
        unpackAggregate(message, (one) => this.#options.onMedia?.(one));
        return;
      case MESSAGE.acknowledgement:
        this.#onAcknowledgement(uint32(message.payload));
        return;
      case MESSAGE.windowAckSize:
        this.#window = Math.min(Math.max(uint32(message.payload), MIN_OUR_WINDOW), MAX_OUR_WINDOW);
        return;
      case MESSAGE.userControl:
        this.#onUserControl(message.payload);
        return;
      default:
    }
  }

  #command(payload: Buffer, streamId: number): void {
    const command = this.#readCommand(payload, streamId);
    if (command !== null) this.#options.onCommand(command);
  }

  #readCommand(payload: Buffer, streamId: number): Command | null {
    try {
      return readCommand(payload, streamId);
    } catch (error) {
      const { onUnreadable } = this.#options;
      if (onUnreadable === undefined || !(error instanceof ProtocolError)) throw error;
      onUnreadable();
      return null;
    }
  }

  #onAcknowledgement(sequence: number): void {
    const step = (sequence - this.#lastSequence + SEQUENCE_MODULUS) % SEQUENCE_MODULUS;
    // A step back would look like 4 GB of progress, so peers that restart their count are ignored.
    if (step > SEQUENCE_MODULUS / 2) {
      this.acksCredible = false;
      this.onAcknowledged?.();
      return;
    }
    this.#lastSequence = sequence;
    this.bytesAcked += step;
    this.onAcknowledged?.();
    if (this.#awaited !== null && this.bytesAcked > this.#awaited.bytes) this.#awaited.reached();
  }

  #onUserControl(payload: Buffer): void {
    if (payload.length < 6) return;
    const event = payload.readUInt16BE(0);
    if (event === USER_CONTROL.pingRequest) {
      this.#options.send(this.userControl(USER_CONTROL.pingResponse, payload.readUInt32BE(2)));
    } else if (event === USER_CONTROL.streamEof) {
      this.#options.onStreamEof?.();
    }
  }

  #acknowledge(): void {
    this.#acknowledged = this.#received;
    this.#options.send(this.#control(MESSAGE.acknowledgement, this.#received % SEQUENCE_MODULUS));
  }
}

/** @throws ProtocolError when the payload is no command */
function readCommand(payload: Buffer, streamId: number): Command {
  const [name, transaction, ...args] = decodeAmf(payload);
  if (typeof name !== 'string') throw new ProtocolError('command without a name');
  return { name, transaction: typeof transaction === 'number' ? transaction : 0, streamId, args };
}

function uint32(payload: Buffer): number {
  if (payload.length < 4) throw new ProtocolError('control message is too short');
  return payload.readUInt32BE(0);
}
