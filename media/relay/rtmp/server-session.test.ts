import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { Duplex, PassThrough } from 'node:stream';
import { describe, expect, test, vi } from 'vitest';
import type { MediaMessage } from '../message/media-message.ts';
import { testInternals } from '../testing/internals.ts';
import { AVC_HEADER, keyFrame } from '../testing/media.ts';
import { encodeAmf } from './amf-encode.ts';
import type { PublishAsk } from './asks.ts';
import { readBatched } from './batched-reader.ts';
import { encodeMessage } from './chunk-writer.ts';
import { RtmpClient } from './client.ts';
import { ClientHandshake } from './handshake.ts';
import { MESSAGE, OUR_CHUNK_SIZE } from './message-types.ts';
import { type PublishVerdict, RtmpServerSession, type SessionEnd } from './server-session.ts';
import { readStatus } from './status.ts';

const QUICK = { timeout: 1800, interval: 5 };

interface Ingest extends AsyncDisposable {
  accepted: Socket[];
  port: number;
  asks: PublishAsk[];
  messages: MediaMessage[];
  ends: SessionEnd[];
}

async function startIngest(
  refusal?: PublishVerdict,
  deadlines: { publishDeadlineMs?: number; idleMs?: number } = {},
) {
  const state = {
    accepted: [] as Socket[],
    asks: [] as PublishAsk[],
    messages: [] as MediaMessage[],
    ends: [] as SessionEnd[],
  };
  const server = createServer({ pauseOnConnect: true }, (accepted) => {
    state.accepted.push(accepted);
    const { socket, reader } = readBatched(accepted, {
      internals: testInternals(),
      onBytes: (bytes) => session.receive(bytes),
      onBatchEnd: () => undefined,
    });
    const session: RtmpServerSession = new RtmpServerSession({
      socket,
      ...deadlines,
      onPublish: async (ask) => {
        state.asks.push(ask);
        reader.pace();
        const onMessage = (one: MediaMessage) =>
          void state.messages.push({ ...one, payload: Buffer.from(one.payload) });
        return refusal ?? { accepted: true, onMessage };
      },
      onEnd: (end) => state.ends.push(end),
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const ingest: Ingest = {
    ...state,
    port: typeof address === 'object' && address ? address.port : 0,
    async [Symbol.asyncDispose]() {
      server.close();
      await once(server, 'close');
    },
  };
  return ingest;
}

/** An encoder that is connected and has created its stream. */
async function startEncoder(
  port: number,
  app = 'live',
): Promise<{ client: RtmpClient; socket: Socket; streamId: number }> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  const client = new RtmpClient({ socket, maxMessageBytes: 65_536 });
  socket.on('data', (bytes: Buffer) => client.receive(bytes));
  await client.handshake();
  const address = { secure: false, host: '127.0.0.1', port, app, tcUrl: `rtmp://127.0.0.1/${app}` };
  expect(readStatus(await client.connect(address, { publish: true })).code).toBe(
    'NetConnection.Connect.Success',
  );
  client.notify('releaseStream', ['x']);
  client.notify('FCPublish', ['x']);
  client.queue(client.link.chunkSize(OUR_CHUNK_SIZE));
  const created = await client.call('createStream', [null]);
  return { client, socket, streamId: Number(created.args[1]) };
}

/** Both packets of a client's handshake. */
function greeting(): Buffer {
  return Buffer.concat([new ClientHandshake().hello, Buffer.alloc(1536)]);
}

function frame(streamId: number, timestamp: number, payload: Buffer): Buffer {
  return encodeMessage({ chunkStream: 6, type: MESSAGE.video, timestamp, streamId, payload }, OUR_CHUNK_SIZE);
}

describe('an encoder that connects to our own ingest', () => {
  test('is asked who it is, is let in, and its media arrives untouched until it says goodbye', async () => {
    await using ingest = await startIngest();
    const { client, socket, streamId } = await startEncoder(ingest.port, 'live?token=1');
    const status = await client.callStream('publish', ['abc?key=secret', 'live'], streamId);
    expect(status.code).toBe('NetStream.Publish.Start');
    expect(ingest.asks).toMatchObject([{ app: 'live', streamName: 'abc', query: 'key=secret&token=1' }]);
    const big = keyFrame(400_000);
    socket.write(
      Buffer.concat([
        frame(streamId, 0, AVC_HEADER),
        frame(streamId, 0xfffffff0, big),
        frame(streamId, 20, big),
      ]),
    );
    await vi.waitFor(() => expect(ingest.messages).toHaveLength(3), QUICK);
    expect(ingest.messages[1]?.payload.equals(big)).toBe(true);
    client.notify('FCUnpublish', ['abc']);
    client.notify('deleteStream', [streamId]);
    client.flush();
    await vi.waitFor(() => expect(ingest.ends).toEqual(['unpublished']), QUICK);
    await vi.waitFor(() => expect(socket.destroyed).toBe(true), QUICK);
  });

  test('is known by its name, as far as a report can tell it', async () => {
    await using ingest = await startIngest();
    const { client, socket, streamId } = await startEncoder(ingest.port);
    await client.call('connect', [{ app: 'live', flashVer: `O\u0000BS\u202e ${'x'.repeat(1000)}` }]);
    await client.callStream('publish', ['abc', 'live'], streamId);
    expect(ingest.asks[0]?.encoder).toBe(`OBS ${'x'.repeat(194)}`);
    socket.destroy();
  });

  test('that asks again to log in before it was answered is hung up on', async () => {
    let asked = 0;
    const ends: SessionEnd[] = [];
    const session = new RtmpServerSession({
      socket: new PassThrough().resume(),
      onConnect: async () => {
        asked += 1;
        return { accepted: true };
      },
      onPublish: async () => ({ accepted: true, onMessage: () => undefined }),
      onEnd: (end) => ends.push(end),
    });
    session.receive(greeting());
    const ask = encodeMessage(
      {
        chunkStream: 3,
        type: MESSAGE.commandAmf0,
        timestamp: 0,
        streamId: 0,
        payload: encodeAmf('connect', 1, {}),
      },
      128,
    );
    session.receive(Buffer.concat(Array<Buffer>(500).fill(ask)));
    expect(asked).toBe(1);
    expect(ends).toEqual(['protocol']);
  });

  test('that asks and asks and does not read the answers is hung up on', async () => {
    await using ingest = await startIngest();
    const { client, socket } = await startEncoder(ingest.port);
    socket.pause();
    const ask = client.link.command('connect', 9, [{ app: 'live' }]);
    const burst = Buffer.concat(Array<Buffer>(2000).fill(ask));
    const flood = () => ingest.ends.length === 0 && socket.write(burst, () => setImmediate(flood));
    flood();
    await vi.waitFor(() => expect(ingest.ends).toEqual(['protocol']), { timeout: 4000, interval: 5 });
    socket.destroy();
  });

  test('is told why it may not publish, and hung up on', async () => {
    const code = 'NetStream.Publish.BadName';
    await using ingest = await startIngest({ accepted: false, code, description: 'taken' });
    const { client, socket, streamId } = await startEncoder(ingest.port);
    expect(await client.callStream('publish', ['abc', 'live'], streamId)).toMatchObject({
      error: true,
      code,
      description: 'taken',
    });
    await once(socket, 'close');
    expect(ingest.ends).toEqual(['rejected']);
  });

  test('and its accepted socket end together, whichever is closed', async () => {
    await using ingest = await startIngest();
    const hungUp = await startEncoder(ingest.port);
    const dropped = await startEncoder(ingest.port);
    hungUp.socket.destroy();
    ingest.accepted[1]?.destroy();
    await once(dropped.socket, 'close');
    await vi.waitFor(() => expect(ingest.ends).toEqual(['closed', 'closed']), QUICK);
    await vi.waitFor(() => expect(ingest.accepted.every(({ closed }) => closed)).toBe(true), QUICK);
  });

  test('may not play', async () => {
    await using ingest = await startIngest();
    const { client, socket, streamId } = await startEncoder(ingest.port);
    expect((await client.callStream('play', ['abc'], streamId)).error).toBe(true);
    await once(socket, 'close');
  });

  test.each([
    ['does not speak RTMP', 'GET / HTTP/1.1\r\n\r\n', 'protocol'],
    ['says nothing', '', 'timeout'],
  ])('that %s is hung up on', async (_name, words, end) => {
    await using ingest = await startIngest(undefined, { publishDeadlineMs: 100 });
    const socket = connect(ingest.port, '127.0.0.1');
    socket.on('error', () => undefined).resume();
    if (words !== '') socket.write(words);
    await once(socket, 'close');
    expect(ingest.ends).toEqual([end]);
  });

  test('that publishes and falls silent is let go', async () => {
    await using ingest = await startIngest(undefined, { idleMs: 100 });
    const { client, socket, streamId } = await startEncoder(ingest.port);
    await client.callStream('publish', ['abc', 'live'], streamId);
    await once(socket, 'close');
    expect(ingest.ends).toEqual(['timeout']);
  });

  test('that sends a command larger than any command is hung up on', async () => {
    await using ingest = await startIngest();
    const { socket, streamId } = await startEncoder(ingest.port);
    socket.write(frame(streamId, 0, keyFrame(100_000)));
    await once(socket, 'close');
    expect(ingest.ends).toEqual(['protocol']);
  });

  test('that another process has answered hears nothing twice, also when it logged in', async () => {
    const written: Buffer[] = [];
    const socket = new Duplex({
      read: () => undefined,
      write: (bytes: Buffer, _encoding, done) => {
        written.push(bytes);
        done();
      },
    });
    const command = (...values: Parameters<typeof encodeAmf>) =>
      encodeMessage(
        {
          chunkStream: 3,
          type: MESSAGE.commandAmf0,
          timestamp: 0,
          streamId: 0,
          payload: encodeAmf(...values),
        },
        128,
      );
    const heard = Buffer.concat([
      new ClientHandshake().hello,
      Buffer.alloc(1536),
      command('connect', 1, { app: 'login' }),
      command('createStream', 2, null),
      command('publish', 3, null, 'abc', 'live'),
    ]);
    const session = new RtmpServerSession({
      socket,
      answeredBytes: heard.length,
      onConnect: async () => ({ accepted: true }),
      onPublish: async () => ({ accepted: true, onMessage: () => undefined }),
      onEnd: () => undefined,
    });
    session.receive(heard);
    const text = () => Buffer.concat(written).toString('latin1');
    await vi.waitFor(() => expect(text()).toContain('NetStream.Publish.Start'), QUICK);
    expect(text()).not.toContain('_result');
    session.close('closed');
  });
});
