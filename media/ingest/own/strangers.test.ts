import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Strangers } from './strangers.ts';

const QUICK = { timeout: 1800, interval: 5 };

let server: Server;
let strangers: Strangers;
let accepted: Socket[];
const open: Socket[] = [];

beforeEach(async () => {
  accepted = [];
  strangers = new Strangers({ most: 5, mostBytes: 1000 });
  server = createServer((socket) => {
    socket.on('error', () => undefined);
    accepted.push(socket);
    strangers.came(socket);
  }).listen(0, '0.0.0.0');
  await once(server, 'listening');
});
afterEach(() => {
  for (const socket of open.splice(0)) socket.destroy();
  server.close();
});

/** A connection from one of this machine's own addresses; its accepted end. */
async function connectFrom(localAddress: string): Promise<Socket> {
  const { port } = server.address() as AddressInfo;
  const count = accepted.length;
  const socket = connect({ port, host: '127.0.0.1', localAddress });
  socket.on('error', () => undefined);
  open.push(socket);
  await vi.waitFor(() => expect(accepted).toHaveLength(count + 1), QUICK);
  return accepted[count]!;
}

test('who holds all connections open loses the oldest of them, and nobody else does', async () => {
  const encoder = await connectFrom('127.0.0.1');
  const flood: Socket[] = [];
  for (let each = 0; each < 8; each += 1) flood.push(await connectFrom('127.0.0.2'));
  expect(strangers.size).toBe(5);
  expect(encoder.destroyed).toBe(false);
  expect(flood.map(({ destroyed }) => destroyed)).toEqual([
    true,
    true,
    true,
    true,
    false,
    false,
    false,
    false,
  ]);
});

test('who publishes counts no more', async () => {
  const encoder = await connectFrom('127.0.0.2');
  strangers.of(encoder)?.admit();
  for (let each = 0; each < 8; each += 1) await connectFrom('127.0.0.2');
  expect(encoder.destroyed).toBe(false);
  expect(strangers.size).toBe(5);
});

test('what strangers have sent is bounded for all of them together', async () => {
  const encoder = await connectFrom('127.0.0.1');
  const loud = [await connectFrom('127.0.0.2'), await connectFrom('127.0.0.2')];
  for (const socket of loud) strangers.of(socket)?.heard(600);
  expect(loud.map(({ destroyed }) => destroyed)).toEqual([true, false]);
  expect(encoder.destroyed).toBe(false);
});

test('a connection that was closed leaves nothing behind', async () => {
  const first = await connectFrom('127.0.0.1');
  open[0]?.destroy();
  first.resume();
  await vi.waitFor(() => expect(strangers.size).toBe(0), QUICK);
});
