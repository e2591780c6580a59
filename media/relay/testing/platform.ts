import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { classifyVideo } from '../media-codec.ts';
import type { MediaKind } from '../media-message.ts';
import { type PublishAsk, type PublishVerdict, RtmpServerSession } from '../rtmp/server-session.ts';

/** A message as the platform got it. */
export interface Received {
  kind: MediaKind;
  timestamp: number;
  bytes: number;
  key: boolean;
}

/** One connection that a platform accepted. */
export interface PlatformConnection {
  socket: Socket;
  ask: PublishAsk | null;
  received: Received[];
  ended: string | null;
}

export interface PlatformOptions {
  /** 0, the default, for a free one. */
  port?: number;
  tls?: { key: string; cert: string };
  /** Answers a publish; accepts everything by default. */
  onAsk?: (ask: PublishAsk) => { code: 'NetStream.Publish.BadName' | 'NetStream.Publish.Denied' } | null;
  /** Misbehaves before RTMP begins. Returns true when the connection is not to be served. */
  onConnection?: (socket: Socket) => boolean;
  /** Misbehaves once a publish was accepted. */
  onPublished?: (connection: PlatformConnection) => void;
}

/** A platform's RTMP server on this machine, polite unless told otherwise. */
export class TestPlatform implements AsyncDisposable {
  readonly connections: PlatformConnection[] = [];
  readonly #server: Server;
  readonly #options: PlatformOptions;

  private constructor(options: PlatformOptions) {
    this.#options = options;
    const serve = (socket: Socket) => this.#serve(socket);
    this.#server = options.tls ? createTlsServer(options.tls, serve) : createServer({ noDelay: true }, serve);
    this.#server.on('tlsClientError', () => undefined);
  }

  static async start(options: PlatformOptions = {}): Promise<TestPlatform> {
    const platform = new TestPlatform(options);
    platform.#server.listen(options.port ?? 0, '127.0.0.1');
    await once(platform.#server, 'listening');
    return platform;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get address(): string {
    return `${this.#options.tls ? 'rtmps' : 'rtmp'}://127.0.0.1:${this.port}/live`;
  }

  /** Everything received in all connections, in order. */
  get received(): Received[] {
    return this.connections.flatMap(({ received }) => received);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const { socket } of this.connections) socket.destroy();
    const closed = once(this.#server, 'close');
    this.#server.close();
    await closed;
  }

  #serve(socket: Socket): void {
    const connection: PlatformConnection = { socket, ask: null, received: [], ended: null };
    this.connections.push(connection);
    socket.on('error', () => undefined);
    if (this.#options.onConnection?.(socket)) return;
    const session = new RtmpServerSession({
      socket,
      onPublish: async (ask) => this.#answer(connection, ask),
      onEnd: (end) => {
        connection.ended = end;
      },
    });
    socket.on('data', (bytes: Buffer) => session.receive(bytes));
  }

  #answer(connection: PlatformConnection, ask: PublishAsk): PublishVerdict {
    connection.ask = ask;
    const refusal = this.#options.onAsk?.(ask);
    if (refusal)
      return { accepted: false, code: refusal.code, description: `no place for ${ask.streamName}` };
    setImmediate(() => this.#options.onPublished?.(connection));
    return {
      accepted: true,
      onMessage: ({ kind, timestamp, payload }) => {
        const key = kind === 'video' && classifyVideo(payload).role === 'key';
        connection.received.push({ kind, timestamp, bytes: payload.length, key });
      },
    };
  }
}
