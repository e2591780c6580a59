import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { expect, test, vi } from 'vitest';
import { ScriptedPlatform } from '../../../build/kit/platforms/scripted.ts';
import { encodeMessage } from '../rtmp/chunk-writer.ts';
import { MESSAGE } from '../rtmp/message-types.ts';
import { TestEncoder, WatchedRelay } from '../testing/rig.ts';
import { Chatter } from './chatter.ts';

const QUICK = { timeout: 4500, interval: 10 };
const PING = encodeMessage(
  {
    chunkStream: 2,
    type: MESSAGE.userControl,
    timestamp: 0,
    streamId: 0,
    payload: Buffer.from([0, 6, 0, 0, 0, 1]),
  },
  128,
);

test('a server that never stops talking is left, before it slows down others', async () => {
  await using platform = await ScriptedPlatform.start();
  const near: Socket[] = [];
  const line = createServer((socket) => {
    const far = connect(platform.port, '127.0.0.1');
    for (const end of [socket, far]) end.on('error', () => undefined);
    socket.pipe(far).pipe(socket);
    near.push(socket);
  }).listen(0, '127.0.0.1');
  await once(line, 'listening');
  const { port } = line.address() as AddressInfo;
  using encoder = new TestEncoder().start();
  await using watched = new WatchedRelay({ feed: encoder.feed, address: `rtmp://127.0.0.1:${port}/live` });
  await vi.waitFor(() => expect(watched.facts.status).toBe('LIVE'), QUICK);
  near[0]?.write(Buffer.concat(Array<Buffer>(30_000).fill(PING)));
  await vi.waitFor(
    () => expect(watched.reports.some(({ reasonCode }) => reasonCode === 'PROTOCOL_ERROR')).toBe(true),
    QUICK,
  );
  line.close();
});

test('acknowledgements, however many, are no talk', () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  const chatter = new Chatter();
  for (let second = 0; second < 600; second += 1) {
    vi.advanceTimersByTime(1000);
    expect(Array.from({ length: 1500 }, () => chatter.isTooMuch(16))).not.toContain(true);
  }
  vi.useRealTimers();
});
