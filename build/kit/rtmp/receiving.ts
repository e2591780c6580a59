import type { Socket } from 'node:net';
import { type AmfValue, decodeAmf, encodeAmf, isObject } from './amf0.ts';
import { ChunkReader, encodeMessage, type Message, TYPE } from './chunks.ts';
import { Collector, HANDSHAKE_BYTES, hello } from './handshake.ts';

const OUT_CHUNK = 4096;
const MEDIA = [TYPE.audio, TYPE.video, TYPE.data];
const ACK_WINDOW = 1_000_000;

/** A server's refusal. */
export interface Refusal {
  code: string;
  description: string;
  /** The server to go to instead (`ex.redirect` with code 302). */
  redirect?: string;
}

/** A publisher's `connect`. */
export interface ConnectRequest {
  app: string;
  /** Everything that the publisher says of itself, by name. */
  parameters: Readonly<Record<string, AmfValue>>;
}

/** What a receiving server does on one connection; a misbehaving one may answer each step differently. */
export interface ReceivingHandler {
  /** @returns why the connection to this application is refused, null to accept, `silence` to say nothing. */
  connect(request: ConnectRequest): Refusal | 'silence' | null;
  /** @returns why it is refused, null to accept, `silence` to say nothing. */
  publish(app: string, key: string): Refusal | 'silence' | null;
  /** Answers `publish` with `_result` in place of `onStatus`, as some servers do. */
  readonly answersPublishByResult?: boolean;
  /** Any command, before it is answered. */
  command?(values: readonly AmfValue[], connection: ReceivingConnection): void;
  /** Anything that is not media, in the order in which it arrives; valid only during the call. */
  control?(message: Message): void;
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
  #ackWindow = ACK_WINDOW;

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
    if (this.#bytes - this.#acked >= this.#ackWindow) this.#acknowledge();
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
    if (MEDIA.includes(message.type)) {
      this.#handler.media(message);
      return;
    }
    this.#handler.control?.(message);
    if (message.type === TYPE.command) this.#onCommand(decodeAmf(message.head));
    else if (message.type === TYPE.ackWindow) this.#ackWindow = message.head.readUInt32BE(0);
  }

  #onCommand(values: AmfValue[]): void {
    const [name, transaction = 0] = values;
    this.#handler.command?.(values, this);
    if (name === 'connect') this.#connect(transaction, values[2] ?? null);
    if (name === 'createStream') this.answer(['_result', transaction, null, 1]);
    if (name === 'publish') this.#publish(transaction, String(values[3] ?? ''));
    if (name === 'deleteStream' || name === 'FCUnpublish') this.#handler.unpublish();
  }

  #connect(transaction: AmfValue, parameters: AmfValue): void {
    const given = isObject(parameters) ? parameters : {};
    this.#app = String(given.app ?? '');
    const answer = this.#handler.connect({ app: this.#app, parameters: given });
    if (answer === 'silence') return;
    this.#control(TYPE.chunkSize, OUT_CHUNK);
    if (answer !== null) {
      this.answer(['_error', transaction, null, refusal(answer)]);
      this.#socket.end();
      return;
    }
    this.#control(TYPE.ackWindow, ACK_WINDOW);
    this.#control(TYPE.peerBandwidth, ACK_WINDOW);
    const info = { level: 'status', code: 'NetConnection.Connect.Success', description: 'Connected.' };
    this.answer(['_result', transaction, { fmsVer: 'FMS/3,0,1,123', capabilities: 31 }, info]);
  }

  #publish(transaction: AmfValue, key: string): void {
    const answer = this.#handler.publish(this.#app, key);
    if (answer === 'silence') return;
    const started = { level: 'status', code: 'NetStream.Publish.Start', description: 'Publishing.' };
    const info = answer === null ? started : refusal(answer);
    if (this.#handler.answersPublishByResult) this.answer(['_result', transaction, null, info], 1);
    else this.answer(['onStatus', 0, null, info], 1);
  }

  /** Sends a command to the publisher. */
  answer(values: AmfValue[], streamId = 0): void {
    this.command(encodeAmf(values), streamId);
  }

  /** Sends the bytes of a command to the publisher, good or not. */
  command(payload: Buffer, streamId = 0): void {
    this.#send(TYPE.command, 3, payload, streamId);
  }
}

function refusal({ code, description, redirect }: Refusal): { [name: string]: AmfValue } {
  const info = { level: 'error', code, description };
  return redirect === undefined ? info : { ...info, ex: { code: 302, redirect } };
}
