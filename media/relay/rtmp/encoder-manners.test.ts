import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { MediaMessage } from '../message/media-message.ts';
import { testInternals } from '../testing/internals.ts';
import { AAC_HEADER, AVC_HEADER, keyFrame } from '../testing/media.ts';
import { encodeAmf } from './amf-encode.ts';
import type { PublishAsk } from './asks.ts';
import { readBatched } from './batched-reader.ts';
import { encodeMessage } from './chunk-writer.ts';
import { ClientHandshake } from './handshake.ts';
import { type Command, RtmpLink } from './link.ts';
import { MESSAGE } from './message-types.ts';
import { type PublishVerdict, RtmpServerSession, type SessionEnd } from './server-session.ts';

const QUICK = { timeout: 4000, interval: 5 };
const STREAM = 1;

/** An encoder's end of a connection, which sends whatever bytes a test wants. */
class RawEncoder {
  readonly commands: Command[] = [];
  readonly socket: Socket;
  #size = 128;

  constructor(socket: Socket) {
    this.socket = socket;
  }

  static async to(server: Server): Promise<RawEncoder> {
    const address = server.address();
    const socket = connect(typeof address === 'object' && address !== null ? address.port : 0, '127.0.0.1');
    await once(socket, 'connect');
    const encoder = new RawEncoder(socket);
    const handshake = new ClientHandshake();
    const link = new RtmpLink({
      send: (bytes) => socket.write(bytes),
      onCommand: (command) => encoder.commands.push(command),
      maxMessageBytes: 65_536,
    });
    const greeted = Promise.withResolvers<void>();
    let done = false;
    socket.on('error', () => undefined);
    socket.on('data', (bytes: Buffer) => {
      if (done) return link.receive(bytes);
      const { send, rest } = handshake.receive(bytes);
      if (send !== null) socket.write(send);
      done = rest !== null;
      if (done) greeted.resolve();
    });
    socket.write(handshake.hello);
    await greeted.promise;
    return encoder;
  }

  send(type: number, payload: Buffer, { timestamp = 0, chunkStream = 6 } = {}): void {
    this.socket.write(encodeMessage({ chunkStream, type, timestamp, streamId: STREAM, payload }, this.#size));
  }

  command(...values: Parameters<typeof encodeAmf>): void {
    this.send(MESSAGE.commandAmf0, encodeAmf(...values));
  }

  /** Announces the size of the chunks from here on. */
  chunkSize(size: number): void {
    const payload = Buffer.alloc(4);
    payload.writeUInt32BE(size);
    this.send(MESSAGE.setChunkSize, payload, { chunkStream: 2 });
    this.#size = size;
  }

  /** Connects and asks to publish, in one go. */
  publish(): void {
    this.command('connect', 1, { app: 'live' });
    this.command('createStream', 2, null);
    this.command('publish', 3, null, 'abc?key=k', 'live');
  }

  async answer(name: string): Promise<Command> {
    await vi.waitFor(() => expect(this.commands.map((one) => one.name)).toContain(name), QUICK);
    return this.commands.findLast((one) => one.name === name)!;
  }
}

describe('whatever manners an encoder has', () => {
  let server: Server;
  let verdict: Promise<PublishVerdict>;
  let asks: PublishAsk[];
  let messages: MediaMessage[];
  let ends: SessionEnd[];
  const accept: PublishVerdict = {
    accepted: true,
    onMessage: (one) => messages.push({ ...one, payload: Buffer.from(one.payload) }),
  };

  beforeEach(async () => {
    [asks, messages, ends] = [[], [], []];
    verdict = Promise.resolve(accept);
    server = createServer({ pauseOnConnect: true }, (accepted) => {
      const { socket } = readBatched(accepted, {
        internals: testInternals(),
        onBytes: (bytes) => session.receive(bytes),
        onBatchEnd: () => undefined,
      });
      const session: RtmpServerSession = new RtmpServerSession({
        socket,
        onPublish: (ask) => {
          asks.push(ask);
          return verdict;
        },
        onEnd: (end) => ends.push(end),
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterEach(async () => {
    server.close();
    await once(server, 'close');
  });

  const arrived = (count: number) => vi.waitFor(() => expect(messages).toHaveLength(count), QUICK);

  test('it gets every answer that one of them waits for', async () => {
    const encoder = await RawEncoder.to(server);
    encoder.command('connect', 1, { app: 'live' });
    for (const [index, name] of ['releaseStream', 'FCPublish', '_checkbw', 'getStreamLength'].entries())
      encoder.command(name, index + 2, null, 'abc?key=k');
    const { args } = await encoder.answer('onFCPublish');
    expect(args).toEqual([null, { level: 'status', code: 'NetStream.Publish.Start', description: 'abc' }]);
    const results = () => encoder.commands.filter(({ name }) => name === '_result');
    await vi.waitFor(() => expect(results().map((one) => one.transaction)).toEqual([1, 2, 3, 4, 5]), QUICK);
    expect(results().at(-1)?.args).toEqual([null, 0]);
    encoder.socket.destroy();
  });

  test('it may ask everything at once, and gets the answers in order', async () => {
    const encoder = await RawEncoder.to(server);
    encoder.publish();
    await encoder.answer('onStatus');
    expect(encoder.commands.map(({ name, transaction }) => [name, transaction])).toEqual([
      ['_result', 1],
      ['_result', 2],
      ['onStatus', 0],
    ]);
    encoder.socket.destroy();
  });

  test('it hears that it has unpublished, and nothing ends when it unpublishes what is not its own', async () => {
    const encoder = await RawEncoder.to(server);
    encoder.publish();
    await encoder.answer('onStatus');
    encoder.command('FCUnpublish', 4, null, 'an earlier one');
    await encoder.answer('onFCUnpublish');
    encoder.send(MESSAGE.video, AVC_HEADER);
    await arrived(1);
    encoder.command('FCUnpublish', 5, null, 'abc?key=k');
    await once(encoder.socket, 'close');
    expect(ends).toEqual(['unpublished']);
    expect((await encoder.answer('onStatus')).args[1]).toMatchObject({ code: 'NetStream.Unpublish.Success' });
  });

  test('it may speak AMF3', async () => {
    const encoder = await RawEncoder.to(server);
    const amf3 = (...values: Buffer[]) =>
      encoder.send(MESSAGE.commandAmf3, Buffer.concat([Buffer.from([0]), ...values]));
    const object = Buffer.from('110a0b010761707006096c69766501', 'hex');
    amf3(encodeAmf('connect', 1), object);
    amf3(encodeAmf('publish', 2, null, 'abc', 'live'));
    await encoder.answer('onStatus');
    expect(asks).toMatchObject([{ app: 'live', streamName: 'abc' }]);
    const metadata = Buffer.from('11 0a0b01 0b7769647468 048a00 01'.replaceAll(' ', ''), 'hex');
    encoder.send(MESSAGE.dataAmf3, Buffer.concat([Buffer.from([0]), encodeAmf('onMetaData'), metadata]));
    await arrived(1);
    expect(messages[0]?.payload).toEqual(encodeAmf('onMetaData', { width: 1280 }));
    encoder.socket.destroy();
  });

  test('it may send its media in aggregates', async () => {
    const encoder = await RawEncoder.to(server);
    encoder.publish();
    await encoder.answer('onStatus');
    const part = (type: number, at: number, payload: Buffer) =>
      Buffer.concat([
        Buffer.from([type, 0, 0, payload.length, 0, 0, at, 0, 0, 0, 0]),
        payload,
        Buffer.alloc(4),
      ]);
    const both = Buffer.concat([part(MESSAGE.video, 5, AVC_HEADER), part(MESSAGE.audio, 9, AAC_HEADER)]);
    encoder.send(MESSAGE.aggregate, both, { timestamp: 1000 });
    await arrived(2);
    expect(messages.map(({ kind, timestamp }) => [kind, timestamp])).toEqual([
      ['video', 1000],
      ['audio', 1004],
    ]);
    encoder.socket.destroy();
  });

  test('it may send before it was told to, and loses nothing of it', async () => {
    const decision = Promise.withResolvers<PublishVerdict>();
    verdict = decision.promise;
    const encoder = await RawEncoder.to(server);
    encoder.publish();
    encoder.send(MESSAGE.video, AVC_HEADER);
    encoder.send(MESSAGE.video, keyFrame(100_000), { timestamp: 7 });
    await vi.waitFor(() => expect(asks).toHaveLength(1), QUICK);
    decision.resolve(accept);
    await encoder.answer('onStatus');
    encoder.send(MESSAGE.audio, AAC_HEADER, { timestamp: 9 });
    await arrived(3);
    expect(messages.map(({ timestamp }) => timestamp)).toEqual([0, 7, 9]);
    encoder.socket.destroy();
  });

  test('it cannot fill our memory before it was told to send', async () => {
    verdict = new Promise(() => undefined);
    const encoder = await RawEncoder.to(server);
    encoder.publish();
    encoder.chunkSize(65_536);
    for (let sent = 0; sent < 40; sent += 1) encoder.send(MESSAGE.video, keyFrame(60_000));
    await once(encoder.socket, 'close');
    expect(ends).toEqual(['protocol']);
  });

  test.each([1, 2, 127, 4096, 0x7fffffff])(
    'its picture of 2 MB arrives whole in chunks of %i bytes',
    async (chunkSize) => {
      const encoder = await RawEncoder.to(server);
      encoder.publish();
      await encoder.answer('onStatus');
      const picture = keyFrame(chunkSize < 100 ? 200_000 : 2_000_000);
      encoder.send(MESSAGE.video, AVC_HEADER);
      encoder.chunkSize(chunkSize);
      encoder.send(MESSAGE.video, picture, { timestamp: 0x1000000, chunkStream: 63 });
      encoder.chunkSize(128);
      encoder.send(MESSAGE.audio, AAC_HEADER, { timestamp: 0xfffffffe });
      await arrived(3);
      expect(messages[1]?.payload.equals(picture)).toBe(true);
      expect(messages[1]?.timestamp).toBe(0x1000000);
      encoder.socket.destroy();
    },
  );
});
