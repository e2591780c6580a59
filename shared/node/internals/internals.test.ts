import { once } from 'node:events';
import { type AddressInfo, createServer, Socket } from 'node:net';
import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DirectWrite } from './direct-write.ts';
import { internalsSentence, NO_INTERNALS, nodeInternals } from './internals.ts';
import { ownBufferSocket } from './own-buffer-socket.ts';

describe('the insides of Node', () => {
  it('are all there in the Node that we run on', () => {
    expect(nodeInternals('auto')).toEqual({ directWrites: true, ownBuffers: true, loopSleep: true });
  });

  it('are all left alone when the setting is off', () => {
    expect(nodeInternals('off')).toEqual(NO_INTERNALS);
  });

  it('are named in one sentence, the used and the others', () => {
    expect(internalsSentence(nodeInternals('auto'))).toBe(
      'internals of Node are in use: writing to socket handles, reading accepted sockets into one buffer, ' +
        'letting the event loop sleep',
    );
    expect(internalsSentence(NO_INTERNALS)).toBe('no internals of Node are in use');
    expect(internalsSentence({ ...NO_INTERNALS, loopSleep: true })).toBe(
      'internals of Node are in use: letting the event loop sleep; not in use: writing to socket handles, ' +
        'reading accepted sockets into one buffer',
    );
  });
});

describe('a plain TCP socket', () => {
  const server = createServer({ pauseOnConnect: true });
  let client: Socket;
  let accepted: Socket;

  beforeAll(async () => {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    client = new Socket().connect((server.address() as AddressInfo).port, '127.0.0.1');
    [accepted] = (await once(server, 'connection')) as [Socket];
    if (client.connecting) await once(client, 'connect');
  });
  afterAll(() => {
    client.destroy();
    server.close();
  });

  it('is written to by its handle and read into one buffer, every byte in order', async () => {
    const sent = Buffer.from(Array.from({ length: 4_000_000 }, (_, index) => index % 251));
    const taken: Buffer[] = [];
    const buffer = Buffer.alloc(64 * 1024);
    const socket = ownBufferSocket(accepted, {
      buffer,
      callback: (length) => {
        taken.push(Buffer.from(buffer.subarray(0, length)));
        return true;
      },
    });
    const { promise, resolve } = Promise.withResolvers<number>();
    const direct = DirectWrite.to(client, resolve);
    // More than the kernel buffers while nobody reads, so that the rest is accepted later.
    expect(direct?.write(sent)).toBe(0);
    expect(direct?.pending).toBe(true);
    socket?.resume();
    expect(await promise).toBe(0);
    expect(direct?.pending).toBe(false);
    await expect.poll(() => taken.reduce((sum, { length }) => sum + length, 0)).toBe(sent.length);
    expect(Buffer.concat(taken).equals(sent)).toBe(true);
  });

  it('tells the error when the peer is gone', async () => {
    const gone = DirectWrite.to(client, () => undefined);
    accepted.destroy();
    await once(client, 'close');
    expect(DirectWrite.to(client, () => undefined)).toBeNull();
    expect(gone?.pending).toBe(false);
  });
});

describe('another stream', () => {
  it('is left to its own means', () => {
    expect(DirectWrite.to(new PassThrough(), () => undefined)).toBeNull();
    class Wrapped extends Socket {}
    expect(ownBufferSocket(new Wrapped(), { buffer: Buffer.alloc(1), callback: () => true })).toBeNull();
  });
});
