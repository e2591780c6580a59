import { createRequire } from 'node:module';
import { join } from 'node:path';
import { serveCalls } from '../remote.ts';
import type { IndependentServerOptions } from './independent.ts';
import type { PlatformReport } from './platform.ts';
import { ReceivedBook } from './received.ts';

/** The parts of node-media-server 4.4 that are used here; it has no types of its own. */
interface Packet {
  codec_type: number;
  dts: number;
  size: number;
  data: Buffer;
}
interface Session {
  streamApp: string;
  streamName: string;
  filePath: string;
  socket: { once(event: 'close', listener: () => void): void };
  rtmp: { onPacketCallback: (packet: Packet) => void };
}
interface MediaServer {
  on(event: 'postPublish' | 'postRecord', listener: (session: Session) => void): void;
  run(): Promise<void>;
  stop(): Promise<void>;
  rtmpServer: { tcpServer?: NodeJS.EventEmitter; tlsServer?: NodeJS.EventEmitter };
}
type MediaServerClass = new (config: object) => MediaServer;

const AUDIO = 8;
const VIDEO = 9;

const NodeMediaServer = createRequire(import.meta.url)('node-media-server') as MediaServerClass;
const { port, folder, tls } = JSON.parse(process.argv[2] ?? '{}') as IndependentServerOptions;
const server = new NodeMediaServer({
  bind: '127.0.0.1',
  ...(tls ? { rtmps: { port, ...tls } } : { rtmp: { port } }),
  record: { path: join(folder, 'recordings') },
  store: { path: join(folder, 'store') },
});

const books: ReceivedBook[] = [];
const recordings: string[] = [];

server.on('postRecord', (session) => recordings.push(session.filePath));
server.on('postPublish', (session) => {
  const book = new ReceivedBook(session.streamApp, session.streamName);
  books.push(book);
  session.socket.once('close', () => book.end({ unpublished: false }));
  const pass = session.rtmp.onPacketCallback;
  session.rtmp.onPacketCallback = (packet) => {
    if (packet.codec_type === AUDIO || packet.codec_type === VIDEO) {
      const { codec_type: type, dts: timestamp, size: length } = packet;
      book.add({ type, timestamp, length, streamId: 1, head: packet.data.subarray(0, 32) });
    }
    pass(packet);
  };
});

function report(): PlatformReport {
  return { streams: books.map(({ stream }) => stream), recordings };
}

async function end(): Promise<void> {
  await server.stop();
  process.exit(0);
}
process.once('SIGTERM', () => void end());

const listener = server.rtmpServer.tcpServer ?? server.rtmpServer.tlsServer;
listener?.once('listening', () => serveCalls({ report }));
await server.run();
