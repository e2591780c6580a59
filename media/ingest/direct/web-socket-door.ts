import { createServer, type IncomingMessage, type Server, STATUS_CODES } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { Duplex } from 'node:stream';
import { DIRECT_PROTOCOL } from '@neustream/shared/live/direct-publish.ts';
import { createWebSocketStream, type WebSocket, WebSocketServer } from 'ws';
import type { MediaConfig } from '../../config.ts';
import { followCertificate, readTls } from '../own/certificate.ts';

/** The largest message of a page, in bytes: key frames come in several. */
const MOST_MESSAGE_BYTES = 1024 * 1024;
/** Bytes that may wait here before the page is read no further. */
const HIGH_WATER_BYTES = 256 * 1024;
/** From connection to the end of the request, and of the TLS handshake, in ms. */
const REQUEST_MS = 10_000;
/** How often requests that take too long are looked for, in ms. */
const LOOK_EVERY_MS = 1000;
/** Browsers answer a ping by themselves: a page that has sent nothing until the next is gone. In ms. */
const PING_EVERY_MS = 10_000;

export interface DoorDeps {
  tls: MediaConfig['tls'];
  /** A page came: what it sends, what it is sent, and the connection that carries both. */
  onPage(stream: Duplex, request: IncomingMessage): void;
  /** In ms; `PING_EVERY_MS` unless given. */
  pingEveryMs?: number;
}

/**
 * A server for pages that publish over a WebSocket (RFC 6455); not listening yet. Pages of any origin may connect: what
 * counts is the key that they bring.
 */
export function webSocketDoor({ tls, onPage, pingEveryMs = PING_EVERY_MS }: DoorDeps): Server {
  const limits = {
    requestTimeout: REQUEST_MS,
    headersTimeout: REQUEST_MS,
    connectionsCheckingInterval: LOOK_EVERY_MS,
    maxHeaderSize: 16 * 1024,
  };
  const server =
    tls === null
      ? createServer(limits)
      : createTlsServer({ ...limits, ...readTls(tls), handshakeTimeout: REQUEST_MS });
  if (tls !== null && 'setSecureContext' in server) followCertificate(server, tls);
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MOST_MESSAGE_BYTES,
    perMessageDeflate: false,
    handleProtocols: (offered) => (offered.has(DIRECT_PROTOCOL) ? DIRECT_PROTOCOL : false),
  });
  server.on('request', (_request, response) => {
    response.writeHead(426, { 'content-type': 'text/plain; charset=utf-8', connection: 'close' });
    response.end('Here the studio’s page publishes, over a WebSocket. There is nothing to see.\n');
  });
  server.on('upgrade', (request, socket, head) => {
    // Node listens no longer: without this, a stranger who is gone before the answer would end the process.
    socket.on('error', () => undefined);
    if (!offersProtocol(request)) return turnAway(socket, 400);
    sockets.handleUpgrade(request, socket, head, (webSocket) => {
      const stream = createWebSocketStream(webSocket, { highWaterMark: HIGH_WATER_BYTES });
      watch(webSocket, request, pingEveryMs);
      onPage(stream, request);
    });
  });
  return server;
}

/**
 * Hangs up on a page that is gone without a word, also while another process serves it. One that we do not read at the
 * moment cannot be heard, and is not judged.
 */
function watch(webSocket: WebSocket, { socket }: IncomingMessage, everyMs: number): void {
  let readBefore = -1;
  const timer = setInterval(() => {
    if (webSocket.isPaused) {
      readBefore = -1;
    } else if (socket.bytesRead === readBefore) {
      webSocket.terminate();
    } else {
      readBefore = socket.bytesRead;
      webSocket.ping();
    }
  }, everyMs);
  webSocket.once('close', () => clearInterval(timer));
}

function offersProtocol({ headers }: IncomingMessage): boolean {
  const offered = String(headers['sec-websocket-protocol'] ?? '').split(',');
  return offered.some((one) => one.trim() === DIRECT_PROTOCOL);
}

function turnAway(socket: Duplex, status: number): void {
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nconnection: close\r\n\r\n`);
}
