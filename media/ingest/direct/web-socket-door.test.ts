import { once } from 'node:events';
import type { Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { DIRECT_PROTOCOL } from '@neustream/shared/live/direct-publish.ts';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { certificateFiles } from '../../../build/kit/certificates.ts';
import { webSocketDoor } from './web-socket-door.ts';

const SOON = { timeout: 5000, interval: 2 };
const MIB = 1024 * 1024;
const UPGRADE = [
  'GET / HTTP/1.1',
  'host: ingest',
  'connection: upgrade',
  'upgrade: websocket',
  'sec-websocket-version: 13',
  'sec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA==',
];

describe.each([
  ['without TLS', false],
  ['over TLS', true],
])('the door for pages %s', (_, secure) => {
  let server: Server;
  let files: Awaited<ReturnType<typeof certificateFiles>>;
  const pages: { stream: Duplex; socket: Socket }[] = [];

  beforeEach(async () => {
    files = await certificateFiles();
    server = webSocketDoor({
      tls: secure ? files : null,
      onPage: (stream, { socket }) => {
        stream.on('error', () => undefined);
        pages.push({ stream, socket });
      },
      pingEveryMs: 100,
    }) as Server;
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterEach(async () => {
    for (const { stream } of pages.splice(0)) stream.destroy();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await files[Symbol.asyncDispose]();
  });

  const port = () => (server.address() as AddressInfo).port;
  const open = async (): Promise<WebSocket> => {
    const page = new WebSocket(`${secure ? 'wss' : 'ws'}://127.0.0.1:${port()}/`, DIRECT_PROTOCOL, {
      rejectUnauthorized: false,
    });
    page.on('error', () => undefined);
    const before = pages.length;
    await once(page, 'open');
    await vi.waitFor(() => expect(pages).toHaveLength(before + 1), SOON);
    return page;
  };
  const pinged = (page: WebSocket, times: number) =>
    new Promise<void>((resolve) => {
      let pings = 0;
      page.on('ping', () => {
        pings += 1;
        if (pings === times) resolve();
      });
    });

  it('compresses nothing, and speaks its own protocol', async () => {
    const page = await open();
    expect(page).toMatchObject({ extensions: '', protocol: DIRECT_PROTOCOL });
    page.terminate();
  });

  it('hangs up on a message that is too large', async () => {
    const page = await open();
    pages[0]?.stream.resume();
    page.send(Buffer.alloc(MIB + 1));
    const [code] = await once(page, 'close');
    expect(code).toBe(1009);
  });

  it('reads no further than it may, and goes on where it stopped', async () => {
    const page = await open();
    const { stream, socket } = pages[0] ?? {};
    for (let sent = 0; sent < 40; sent += 1) page.send(Buffer.alloc(MIB, sent));
    await vi.waitFor(() => expect(stream?.readableLength).toBeGreaterThan(200_000), SOON);
    const other = await open();
    pages[1]?.stream.resume();
    // Longer than a page may be silent that is read.
    await pinged(other, 5);
    other.terminate();
    expect(socket?.bytesRead).toBeLessThan(3 * MIB);
    let bytes = 0;
    stream?.on('data', ({ length }: Buffer) => {
      bytes += length;
    });
    await vi.waitFor(() => expect(bytes).toBe(40 * MIB), SOON);
    page.terminate();
  });

  it('keeps a page that answers pings, and hangs up on one that is gone without a word', async () => {
    const page = await open();
    pages[0]?.stream.resume();
    await pinged(page, 4);
    expect(page.readyState).toBe(WebSocket.OPEN);
    const gone = once(pages[0]!.stream, 'end');
    page.pause();
    await gone;
    page.terminate();
  });
});

describe('the door for pages', () => {
  it('outlives strangers who ask for the wrong protocol and are gone before the answer', async () => {
    const server = webSocketDoor({ tls: null, onPage: () => undefined });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    let served = 0;
    server.on('upgrade', () => {
      served += 1;
    });
    for (let round = 1; round <= 20; round += 1) {
      const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
      await once(socket, 'connect');
      // What follows is not read, so that the system answers with a reset.
      socket.write(`${UPGRADE.join('\r\n')}\r\n\r\nmore`);
      socket.resetAndDestroy();
      await vi.waitFor(() => expect(served).toBe(round), SOON);
    }
    await new Promise((resolve) => server.close(resolve));
  });
});
