import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { type AmfValue, decodeAmf, encodeAmf, isObject } from './amf0.ts';
import { ChunkReader, encodeMessage, type Message, TYPE } from './chunks.ts';
import { Collector, HANDSHAKE_BYTES, hello } from './handshake.ts';

/** OBS sends chunks of this size. */
const OUT_CHUNK = 4096;

/** The sending half of RTMP, enough for any ingest: what an encoder does until its publish is accepted. */
export class PublishingConnection {
  readonly socket: Socket;
  #waiting = new Map<number | 'status', PromiseWithResolvers<AmfValue[]>>();
  readonly #reader = new ChunkReader((message) => this.#onMessage(message));

  private constructor(socket: Socket) {
    this.socket = socket;
    socket.on('close', () => {
      for (const { reject } of this.#waiting.values()) reject(new Error('The ingest closed the connection.'));
    });
  }

  /** @throws when the ingest refuses, or closes on the way. */
  static async open(url: string): Promise<PublishingConnection> {
    const { hostname, port, pathname, search } = new URL(url);
    const [, app = '', ...rest] = pathname.split('/');
    const socket = connect({ host: hostname, port: Number(port || 1935), noDelay: true });
    await once(socket, 'connect');
    socket.on('error', () => socket.destroy());
    const connection = new PublishingConnection(socket);
    await connection.#shakeHands();
    const tcUrl = `rtmp://${hostname}:${port}/${app}`;
    await connection.#call('connect', [{ app, type: 'nonprivate', flashVer: 'FMLE/3.0 (bench)', tcUrl }]);
    const stream = await connection.#call('createStream', [null]);
    const started = connection.#wait('status');
    connection.#command(['publish', 0, null, rest.join('/') + search, 'live'], Number(stream[3] ?? 1));
    const [, , , info] = await started;
    const code = isObject(info) ? info.code : undefined;
    if (code !== 'NetStream.Publish.Start') throw new Error(`The ingest answered ${String(code)}.`);
    return connection;
  }

  /** Sends one audio, video or data message. */
  send(type: number, timestamp: number, payload: Buffer): void {
    const chunkStream = type === TYPE.video ? 6 : 4;
    this.socket.write(encodeMessage({ chunkStream, type, timestamp, streamId: 1, payload }, OUT_CHUNK));
  }

  /** Ends the publish as encoders do, and the connection. */
  close(): void {
    this.#command(['deleteStream', 0, null, 1], 0);
    this.socket.end();
  }

  async #shakeHands(): Promise<void> {
    const collector = new Collector(1 + 2 * HANDSHAKE_BYTES);
    const { promise, resolve } = Promise.withResolvers<{ whole: Buffer; rest: Buffer }>();
    const onData = (data: Buffer) => {
      const done = collector.add(data);
      if (done) resolve(done);
    };
    this.socket.on('data', onData);
    this.socket.write(hello());
    const { whole, rest } = await promise;
    this.socket.off('data', onData);
    this.socket.on('data', (data: Buffer) => this.#reader.read(data));
    this.socket.write(whole.subarray(1, 1 + HANDSHAKE_BYTES));
    if (rest.length > 0) this.#reader.read(rest);
    const size = Buffer.alloc(4);
    size.writeUInt32BE(OUT_CHUNK);
    this.socket.write(encodeMessage({ chunkStream: 2, type: TYPE.chunkSize, payload: size }, OUT_CHUNK));
  }

  #transaction = 0;

  #call(name: string, rest: AmfValue[]): Promise<AmfValue[]> {
    this.#transaction += 1;
    const answer = this.#wait(this.#transaction);
    this.#command([name, this.#transaction, ...rest], 0);
    return answer;
  }

  #wait(key: number | 'status'): Promise<AmfValue[]> {
    const waiting = Promise.withResolvers<AmfValue[]>();
    this.#waiting.set(key, waiting);
    return waiting.promise;
  }

  #command(values: AmfValue[], streamId: number): void {
    const payload = encodeAmf(values);
    this.socket.write(encodeMessage({ chunkStream: 3, type: TYPE.command, streamId, payload }, OUT_CHUNK));
  }

  #onMessage(message: Message): void {
    if (message.type !== TYPE.command) return;
    const values = decodeAmf(message.head);
    const [name, transaction] = values;
    const key = name === 'onStatus' ? 'status' : Number(transaction);
    const waiting = this.#waiting.get(key);
    this.#waiting.delete(key);
    if (name === '_error') waiting?.reject(new Error('The ingest rejected the connection.'));
    else waiting?.resolve(values);
  }
}
