import { Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { RtmpClient } from './client.ts';
import { ServerHandshake } from './handshake.ts';
import { RtmpLink } from './link.ts';
import { OUR_CHUNK_SIZE, USER_CONTROL } from './message-types.ts';

const LIMITS = { maxMessageBytes: 65_536 };

test('a server that pings and does not read cannot make the answers pile up', async () => {
  const greeting: Buffer[] = [];
  const socket = new Writable({ write: (bytes: Buffer) => void greeting.push(bytes) });
  const client = new RtmpClient({ socket, ...LIMITS });
  const greeted = client.handshake();
  const handshake = new ServerHandshake();
  const { send } = handshake.receive(greeting[0] ?? Buffer.alloc(0));
  client.receive(send ?? Buffer.alloc(0));
  await greeted;
  const server = new RtmpLink({ send: () => undefined, onCommand: () => undefined, ...LIMITS });
  client.receive(server.opening());
  const ping = server.userControl(USER_CONTROL.pingRequest, 1);
  const pings = Buffer.concat(Array<Buffer>(10_000).fill(ping));
  for (let burst = 0; burst < 10; burst += 1) client.receive(pings);
  expect(socket.writableLength).toBeGreaterThan(OUR_CHUNK_SIZE);
  expect(socket.writableLength).toBeLessThan(1_100_000);
});
