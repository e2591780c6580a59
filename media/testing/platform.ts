import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { classifyAudio, classifyVideo } from '../relay/media-codec.ts';
import { RtmpServerSession } from '../relay/rtmp/server-session.ts';

/** One publish that a platform took. */
export interface TakenPublish {
  streamName: string;
  openedAt: number;
  closedAt: number | null;
  firstMediaAt: number | null;
  firstKeyAt: number | null;
  bytes: number;
  messages: number;
  /** FourCC of everything that came. */
  codecs: Set<string>;
}

export interface PlatformOptions {
  /** Refuses publishes with these keys. */
  refuse?: readonly string[];
  tls?: { cert: string; key: string };
  port?: number;
}

/** A platform on loopback: takes RTMP publishes, counts them and what they carry. */
export class Platform {
  readonly publishes: TakenPublish[] = [];
  /** Called at each publish that was taken. */
  onOpen: () => void = () => undefined;
  readonly #sockets = new Set<Socket>();
  readonly #server;
  readonly #scheme: string;
  readonly #refuse: readonly string[];
  #address = '';

  private constructor({ refuse = [], tls }: PlatformOptions) {
    this.#refuse = refuse;
    this.#scheme = tls ? 'rtmps' : 'rtmp';
    const serve = (socket: Socket) => this.#serve(socket);
    this.#server = tls
      ? createTlsServer({ ...tls, noDelay: true }, serve)
      : createServer({ noDelay: true }, serve);
  }

  static async start(options: PlatformOptions = {}): Promise<Platform> {
    const platform = new Platform(options);
    platform.#server.listen(options.port ?? 0, '127.0.0.1');
    await once(platform.#server, 'listening');
    const { port } = platform.#server.address() as AddressInfo;
    platform.#address = `${platform.#scheme}://127.0.0.1:${port}/app`;
    return platform;
  }

  /** Address without a key. */
  get address(): string {
    return this.#address;
  }

  /** Publishes that are open now. */
  get open(): TakenPublish[] {
    return this.publishes.filter((publish) => publish.closedAt === null);
  }

  /** Breaks every connection, as a platform that restarts does. */
  dropAll(): void {
    for (const socket of this.#sockets) socket.resetAndDestroy();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = once(this.#server.close(), 'close');
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  #serve(socket: Socket): void {
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
    let taken: TakenPublish | null = null;
    const session = new RtmpServerSession({
      socket,
      onPublish: async ({ streamName }) => {
        if (this.#refuse.includes(streamName)) {
          return { accepted: false, code: 'NetStream.Publish.BadName', description: 'Unknown stream key.' };
        }
        const publish = newPublish(streamName);
        taken = publish;
        this.publishes.push(publish);
        this.onOpen();
        return { accepted: true, onMessage: (message) => count(publish, message.kind, message.payload) };
      },
      onEnd: () => {
        if (taken) taken.closedAt = Date.now();
      },
    });
    socket.on('data', (bytes) => session.receive(bytes));
  }
}

function newPublish(streamName: string): TakenPublish {
  return {
    streamName,
    openedAt: Date.now(),
    closedAt: null,
    firstMediaAt: null,
    firstKeyAt: null,
    bytes: 0,
    messages: 0,
    codecs: new Set(),
  };
}

function count(publish: TakenPublish, kind: string, payload: Buffer): void {
  publish.firstMediaAt ??= Date.now();
  publish.bytes += payload.length;
  publish.messages += 1;
  if (kind === 'data') return;
  const { role, codec } = kind === 'video' ? classifyVideo(payload) : classifyAudio(payload);
  if (codec !== null) publish.codecs.add(codec);
  if (role === 'key') publish.firstKeyAt ??= Date.now();
}
