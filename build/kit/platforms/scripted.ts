import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import type { Certificate } from '../certificates.ts';
import type { Message } from '../rtmp/chunks.ts';
import type { ConnectRequest } from '../rtmp/receiving.ts';
import type { Behaviour } from './behaviour.ts';
import { hangUp, reset } from './hang-up.ts';
import type { Platform, PlatformReport, ReceivedStream } from './platform.ts';
import { Publishing } from './publishing.ts';

export interface ScriptedPlatformOptions {
  behaviour?: Behaviour;
  /** 0 (default): a free one. */
  port?: number;
  /** Makes it RTMPS. */
  certificate?: Certificate;
  /** Called with every audio, video and data message of accepted publishes. */
  onMedia?: (stream: ReceivedStream, message: Message) => void;
  /** Called with everything else that publishers send. */
  onControl?: (message: Message) => void;
}

/** A platform of our own that behaves as configured: the peer of integration tests and of the bench. */
export class ScriptedPlatform implements Platform {
  /** Applies to everything from now on, including open connections. */
  behaviour: Behaviour;
  /** Called with each publish that is accepted. */
  onPublish: (stream: ReceivedStream) => void = () => undefined;
  /** Every publish that was accepted, oldest first. */
  readonly streams: ReceivedStream[] = [];
  /** TCP connections accepted, and publishes requested, accepted or not. */
  connections = 0;
  publishRequests = 0;
  /** What publishers said of themselves in `connect`, oldest first. */
  readonly connects: ConnectRequest[] = [];
  port: number;
  readonly #options: ScriptedPlatformOptions;
  /** TCP connections, including those whose TLS handshake is not finished. */
  readonly #open = new Set<Socket>();
  /** What is read from: for RTMPS, the decrypted side. */
  readonly #readers = new Set<Socket>();
  readonly #publishing = new Set<Publishing>();
  #server: Server | undefined;

  private constructor(options: ScriptedPlatformOptions) {
    this.#options = options;
    this.behaviour = options.behaviour ?? { kind: 'good' };
    this.port = options.port ?? 0;
  }

  static async start(options: ScriptedPlatformOptions = {}): Promise<ScriptedPlatform> {
    const platform = new ScriptedPlatform(options);
    await platform.listen();
    return platform;
  }

  /** Server address as a user enters it; the key is separate. */
  get address(): string {
    return this.#options.certificate
      ? `rtmps://localhost:${this.port}/live`
      : `rtmp://127.0.0.1:${this.port}/live`;
  }

  async report(): Promise<PlatformReport> {
    return { streams: this.streams, recordings: [] };
  }

  /** Connections that are open now. */
  get open(): number {
    return this.#open.size;
  }

  /** Publishes in progress. */
  get current(): ReceivedStream[] {
    return this.streams.filter(({ endedAt }) => endedAt === null);
  }

  /** Listens, after `stopListening` on the same port again. */
  async listen(): Promise<void> {
    const { certificate } = this.#options;
    const options = { allowHalfOpen: true, noDelay: true };
    const accept = (socket: Socket) => this.#accept(socket);
    const server = certificate
      ? createTlsServer({ ...certificate, ...options }, accept)
      : createServer(options, accept);
    // Half-open sockets of failed handshakes would keep the server from ever closing.
    server.on('tlsClientError', (_error, socket: Socket) => socket.destroy());
    server.on('connection', (socket: Socket) => this.#connected(socket));
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(this.port, '127.0.0.1', resolve);
    });
    const address = server.address();
    if (typeof address === 'object' && address !== null) this.port = address.port;
    this.#server = server;
  }

  /** As when the server's machine goes down: nothing listens, every connection breaks. */
  async stopListening(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    const closed = new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve()));
    this.disconnectAll();
    await closed;
  }

  /** Breaks every open connection and keeps listening. */
  disconnectAll(): void {
    for (const socket of this.#open) reset(socket);
  }

  /** Asks every publisher to reconnect (enhanced RTMP v2, Reconnect Request), to this address if one is given. */
  requestReconnect(tcUrl?: string): void {
    for (const publishing of this.#publishing) publishing.requestReconnect(tcUrl);
  }

  /** Makes connections frozen by `freeze` read again. */
  thaw(): void {
    this.behaviour = { kind: 'good' };
    for (const socket of this.#readers) socket.resume();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stopListening();
  }

  #connected(socket: Socket): void {
    this.connections += 1;
    this.#open.add(socket);
    socket.once('close', () => this.#open.delete(socket));
  }

  #accept(socket: Socket): void {
    this.#readers.add(socket);
    socket.on('error', () => undefined);
    const publishing = new Publishing(this, socket, this.#options);
    this.#publishing.add(publishing);
    socket.once('close', () => {
      this.#readers.delete(socket);
      this.#publishing.delete(publishing);
      publishing.disconnected();
    });
    if (isWordless(socket, this.behaviour)) return;
    const connection = publishing.begin();
    socket.on('data', (data: Buffer) => {
      connection.data(data);
      if (this.behaviour.kind === 'slow') rest(socket, data.length / this.behaviour.bytesPerSecond);
    });
    socket.once('end', () => socket.end());
  }
}

/** Treats a connection on which no RTMP is spoken; false for the others. */
function isWordless(socket: Socket, behaviour: Behaviour): boolean {
  if (behaviour.kind === 'silent') {
    socket.resume().once('end', () => socket.end());
    return true;
  }
  if (behaviour.kind === 'hang-up') {
    hangUp(socket, behaviour.how);
    return true;
  }
  if (behaviour.kind !== 'garbage') return false;
  socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n'));
  return true;
}

function rest(socket: Socket, seconds: number): void {
  socket.pause();
  setTimeout(() => socket.resume(), seconds * 1000).unref();
}
