import type { Socket } from 'node:net';
import { type AmfValue, decodeAmf, encodeAmf, isObject } from './amf0.ts';
import { ChunkReader, encodeMessage, type Message, TYPE } from './chunks.ts';
import { Collector, HANDSHAKE_BYTES, hello } from './handshake.ts';

const OUT_CHUNK = 4096;
const MEDIA = [TYPE.audio, TYPE.video, TYPE.data];
const ACK_WINDOW = 1_000_000;

/** What a receiving server does on one connection; a misbehaving one may answer each step differently. */
export interface ReceivingHandler {
  /** @returns false to reject the connection to this application. */
  connect(app: string): boolean;
  /** @returns the status code to answer with; anything but `…Start` rejects. */
  publish(app: string, key: string): string;
  /** Sound, picture, or data of theirs (metadata). */
  media(message: Message): void;
  /** The publisher announces the end. */
  unpublish(): void;
}

/**
 * The receiving half of RTMP on one socket, enough for any publisher: handshake, connect, createStream, publish,
 * acknowledgements. Written separately from the product's engine, to be an independent witness.
 */
export class ReceivingConnection {
  readonly #socket: Socket;
  readonly #handler: ReceivingHandler;
  readonly #reader = new ChunkReader((message) => this.#onMessage(message));
  #stage: 'hello' | 'echo' | 'chunks' = 'hello';
  #collector = new Collector(1 + HANDSHAKE_BYTES);
  #app = '';
  #bytes = 0;
  #acked = 0;

  constructor(socket: Socket, handler: ReceivingHandler) {
    this.#socket = socket;
    this.#handler = handler;
  }

  /** Feeds bytes from the socket. Closes it when they are not RTMP. */
  data(data: Buffer): void {
    this.#bytes += data.length;
    try {
      if (this.#stage === 'chunks') this.#reader.read(data);
      else this.#handshake(data);
    } catch {
      this.#socket.destroy();
      return;
    }
    if (this.#bytes - this.#acked >= ACK_WINDOW) this.#acknowledge();
  }

  #handshake(data: Buffer): void {
    const done = this.#collector.add(data);
    if (!done) return;
    if (this.#stage === 'hello') {
      if (done.whole[0] !== 3) throw new Error('Not RTMP.');
      this.#socket.write(Buffer.concat([hello(), done.whole.subarray(1)]));
      this.#stage = 'echo';
      this.#collector = new Collector(HANDSHAKE_BYTES);
      if (done.rest.length > 0) this.#handshake(done.rest);
      return;
    }
    this.#stage = 'chunks';
    if (done.rest.length > 0) this.#reader.read(done.rest);
  }

  #acknowledge(): void {
    this.#acked = this.#bytes;
    this.#control(TYPE.ack, this.#bytes % 2 ** 32);
  }

  #control(type: number, value: number): void {
    const payload = Buffer.alloc(type === TYPE.peerBandwidth ? 5 : 4);
    payload.writeUInt32BE(value);
    if (type === TYPE.peerBandwidth) payload[4] = 2;
    this.#send(type, 2, payload);
  }

  #send(type: number, chunkStream: number, payload: Buffer, streamId = 0): void {
    if (this.#socket.writable)
      this.#socket.write(encodeMessage({ chunkStream, type, streamId, payload }, OUT_CHUNK));
  }

  #onMessage(message: Message): void {
    if (MEDIA.includes(message.type)) this.#handler.media(message);
    else if (message.type === TYPE.command) this.#command(decodeAmf(message.head));
  }

  #command(values: AmfValue[]): void {
    const [name, transaction = 0] = values;
    if (name === 'connect') this.#connect(transaction, values[2] ?? null);
    if (name === 'createStream') this.#answer(['_result', transaction, null, 1]);
    if (name === 'publish') this.#publish(String(values[3] ?? ''));
    if (name === 'deleteStream' || name === 'FCUnpublish') this.#handler.unpublish();
  }

  #connect(transaction: AmfValue, parameters: AmfValue): void {
    const app = isObject(parameters) ? parameters.app : undefined;
    this.#app = String(app ?? '');
    if (!this.#handler.connect(this.#app)) {
      const info = {
        level: 'error',
        code: 'NetConnection.Connect.Rejected',
        description: 'No such application.',
      };
      this.#answer(['_error', transaction, null, info]);
      this.#socket.end();
      return;
    }
    this.#control(TYPE.ackWindow, ACK_WINDOW);
    this.#control(TYPE.peerBandwidth, ACK_WINDOW);
    const size = Buffer.alloc(4);
    size.writeUInt32BE(OUT_CHUNK);
    this.#send(TYPE.chunkSize, 2, size);
    const info = { level: 'status', code: 'NetConnection.Connect.Success', description: 'Connected.' };
    this.#answer(['_result', transaction, { fmsVer: 'FMS/3,0,1,123', capabilities: 31 }, info]);
  }

  #publish(key: string): void {
    const code = this.#handler.publish(this.#app, key);
    const started = code.endsWith('.Start');
    const description = started ? 'Publishing.' : `no place for ${key}`;
    this.#answer(['onStatus', 0, null, { level: started ? 'status' : 'error', code, description }], 1);
  }

  #answer(values: AmfValue[], streamId = 0): void {
    this.#send(TYPE.command, 3, encodeAmf(values), streamId);
  }
}
