import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { Secret } from '@neustream/shared/kernel/secret.ts';
import pino from 'pino';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PrivateServer, type UpgradedConnection } from '../../control/private-server.ts';
import { HAND_OVER_HEADER, HAND_OVER_PROTOCOL, LANE_PATHS } from '../edge/contract.ts';
import { HandOver } from './hand-over.ts';

const SOON = { timeout: 5000, interval: 2 };
const token = new Secret('lane');
const hashOf = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

describe('an encoder that is handed over', () => {
  let holder: PrivateServer;
  let taken: UpgradedConnection | null;
  /** Both ends of the encoder's connection. */
  let encoder: Socket;
  let accepted: Socket;
  const holds: boolean[] = [];
  const server = createServer();

  beforeEach(async () => {
    taken = null;
    holds.length = 0;
    holder = new PrivateServer({
      host: '127.0.0.1',
      port: 0,
      answer: async () => ({ status: 404 }),
      onUpgrade: ({ path, knows }, connection) => {
        if (path !== LANE_PATHS.encoders || !knows(token)) return false;
        taken = connection;
        connection.socket.write(
          `HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: ${HAND_OVER_PROTOCOL}\r\n\r\n`,
        );
        return true;
      },
      log: pino({ level: 'silent' }),
    });
    await holder.start();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    encoder = connect((server.address() as AddressInfo).port, '127.0.0.1');
    encoder.on('error', () => undefined);
    [accepted] = await once(server, 'connection');
    accepted.on('error', () => undefined);
  });
  afterEach(async () => {
    encoder.destroy();
    accepted.destroy();
    taken?.socket.destroy();
    await holder.stop();
    await new Promise((resolve) => server.close(resolve));
  });

  function handOver(heard: Buffer[], credential = token): { over: HandOver; ended: Promise<void> } {
    const { promise: ended, resolve: onEnd } = Promise.withResolvers<void>();
    const hold = (pause: boolean) => {
      if (holds.at(-1) !== pause) holds.push(pause);
      if (pause) accepted.pause();
      else accepted.resume();
    };
    const parts = { protocol: 'rtmp' as const, address: '203.0.113.9', socket: accepted, heard, hold };
    const over = new HandOver({ port: holder.port, token: credential, encoder: parts, onEnd });
    accepted.on('data', (bytes: Buffer) => over.take(bytes));
    return { over, ended };
  }

  it('is followed from its first byte on, however slowly its lane reads, and hears that lane', async () => {
    const [heard, rest] = [randomBytes(5000), randomBytes(8_000_000)];
    handOver([heard.subarray(0, 3000), heard.subarray(3000)]);
    encoder.write(rest);
    await vi.waitFor(() => expect(taken).not.toBeNull(), SOON);
    expect(JSON.parse(String(taken?.headers[HAND_OVER_HEADER]))).toEqual({
      protocol: 'rtmp',
      address: '203.0.113.9',
      heardBytes: 5000,
    });
    // Nobody reads there: the encoder is not read either, rather than kept in memory.
    await vi.waitFor(() => expect(holds.at(-1)).toBe(true), SOON);
    const received: Buffer[] = [];
    taken?.socket.on('data', (bytes: Buffer) => received.push(bytes));
    await vi.waitFor(() => {
      expect(received.reduce((sum, { length }) => sum + length, 0)).toBe(heard.length + rest.length);
    }, SOON);
    expect(hashOf(Buffer.concat(received))).toBe(hashOf(Buffer.concat([heard, rest])));
    expect(holds.at(-1)).toBe(false);
    taken?.socket.write('answer');
    const [answer] = await once(encoder, 'data');
    expect(String(answer)).toBe('answer');
  });

  it('is hung up on when its lane hangs up', async () => {
    const { ended } = handOver([Buffer.from('hello')]);
    await vi.waitFor(() => expect(taken).not.toBeNull(), SOON);
    const closed = once(encoder, 'close');
    encoder.resume();
    taken?.socket.destroy();
    await closed;
    await ended;
  });

  it('leaves its lane when it hangs up itself', async () => {
    handOver([Buffer.from('hello')]);
    await vi.waitFor(() => expect(taken).not.toBeNull(), SOON);
    const left = once(taken!.socket, 'end');
    taken?.socket.resume();
    encoder.destroy();
    await left;
  });

  it('is hung up on when the other process does not take it', async () => {
    const closed = once(encoder, 'close');
    encoder.resume();
    const { ended } = handOver([Buffer.from('hello')], new Secret('guessed'));
    await closed;
    await ended;
    expect(taken).toBeNull();
  });
});
