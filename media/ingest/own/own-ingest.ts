import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { createServer as createTlsServer } from 'node:tls';
import { NO_ENDPOINTS, type NodeEndpoints } from '@neustream/shared/contracts/media-control.ts';
import type { Clock } from '@neustream/shared/kernel/clock.ts';
import type { Secret } from '@neustream/shared/kernel/secret.ts';
import type { IngestProtocol } from '@neustream/shared/live/facts.ts';
import { NO_INTERNALS, type NodeInternals } from '@neustream/shared/node/internals/internals.ts';
import { readMeasurePermit } from '@neustream/shared/node/measure-permit.ts';
import type { MediaConfig } from '../../config.ts';
import type { ReadPacing } from '../../relay/public.ts';
import { Measuring } from '../direct/measuring.ts';
import { webSocketDoor } from '../direct/web-socket-door.ts';
import {
  type AttachOptions,
  type EncoderOrigin,
  type Encoders,
  type Ingest,
  type IngestListener,
  LIVE_APP,
  LOGIN_APP,
  type PublisherFacts,
} from '../ingest.ts';
import { type PortRequest, portProblem, portTaken } from '../ports.ts';
import { AdobeLogins } from '../rtmp/adobe-login.ts';
import { followCertificate, readTls } from './certificate.ts';
import type { ConvertOpus } from './opus-sound.ts';
import type { Publisher } from './publisher.ts';
import { serveEncoder } from './serve-encoder.ts';
import { Strangers } from './strangers.ts';

/** From connection to the end of the TLS handshake, in ms. */
const TLS_HANDSHAKE_MS = 10_000;

export interface OwnIngestDeps {
  config: MediaConfig;
  listener: IngestListener;
  /** Of this node; permits to measure an uplink are signed with it. */
  nodeToken: Secret;
  /** Makes the challenges of encoders that log in; the same in every process that may see their answers. */
  loginSecret: Secret;
  /** Null, or left out: encoders that send Opus are refused. */
  convertOpus?: ConvertOpus | null;
  now: Clock;
  /** Milliseconds that setting the system's clock does not change. */
  steady: Clock;
  /** How encoders' sockets are read; each by its own timer unless given. */
  pacing?: ReadPacing | undefined;
  /** Which of Node's internals may be used; all that this Node offers unless given. */
  internals?: NodeInternals;
  /** Other processes of this node listen on the same ports: the kernel deals out the encoders. */
  sharesPorts?: boolean;
}

/** Ports that encoders reach; null for a protocol that is not offered. */
export interface EncoderPorts {
  rtmp: number | null;
  rtmps: number | null;
  /** For pages. */
  direct: number | null;
}

/** RTMP, RTMPS and pages' WebSockets, accepted by ourselves. */
export class OwnIngest implements Ingest, Encoders {
  readonly #deps: OwnIngestDeps;
  readonly #logins: AdobeLogins;
  readonly #publishers = new Map<string, Publisher>();
  readonly #sockets = new Set<Socket>();
  readonly #strangers = new Strangers();
  readonly #servers: { server: Server; closed: Promise<unknown> }[] = [];
  #endpoints: NodeEndpoints = NO_ENDPOINTS;
  #ports: EncoderPorts = { rtmp: null, rtmps: null, direct: null };
  #ready = false;

  constructor(deps: OwnIngestDeps) {
    this.#deps = deps;
    this.#logins = new AdobeLogins(deps.loginSecret, deps.now);
  }

  get endpoints(): NodeEndpoints {
    return this.#endpoints;
  }

  get ports(): EncoderPorts {
    return this.#ports;
  }

  get ready(): boolean {
    return this.#ready;
  }

  /** Open connections of encoders and strangers, including those that have not said anything yet. */
  get connections(): number {
    return this.#sockets.size;
  }

  async start(): Promise<void> {
    const { host, publicHost, ports, directPort, tls } = this.#deps.config;
    const rtmp = await this.#listen(
      createServer({ pauseOnConnect: true, noDelay: true }, (socket) =>
        this.#serve(socket, 'rtmp', { accepted: socket }),
      ),
      { setting: 'RTMP_PORT', purpose: 'RTMP ingest', transport: 'tcp', host, port: ports.rtmp },
    );
    const rtmps =
      tls === null
        ? null
        : await this.#listen(this.#tlsServer(tls), {
            setting: 'RTMPS_PORT',
            purpose: 'RTMPS ingest',
            transport: 'tcp',
            host,
            port: ports.rtmps,
          });
    const direct = await this.#listen(
      webSocketDoor({
        tls,
        onPage: (stream, { socket }) => this.#serve(stream, 'direct', { accepted: socket }),
      }),
      { setting: 'DIRECT_PORT', purpose: 'ingest for pages', transport: 'tcp', host, port: directPort },
    );
    this.#ports = { rtmp, rtmps, direct };
    this.#endpoints = ownEndpoints({ publicHost, tls }, this.#ports);
    this.#ready = true;
  }

  /** Takes no new connections from now on; those there are go on. */
  stopListening(): void {
    this.#ready = false;
    for (const { server } of this.#servers) server.close();
  }

  /** Serves an encoder that another process of this node accepted. */
  serveHandedOver(socket: Socket, origin: EncoderOrigin): void {
    this.#hold(socket);
    this.#serve(socket, origin.protocol, { accepted: socket, origin });
  }

  async stop(): Promise<void> {
    this.#ready = false;
    for (const publisher of this.#publishers.values()) publisher.close('stopping');
    const closed = this.#servers.splice(0).map(({ server, closed }) => {
      server.close();
      return closed;
    });
    for (const socket of this.#sockets) socket.destroy();
    await Promise.all(closed);
  }

  async attach({ publicId, feed, signal, onFlowing, onRejected }: AttachOptions): Promise<void> {
    const publisher = this.#publishers.get(publicId);
    if (publisher === undefined) return;
    await publisher.feedInto({ feed, signal, onFlowing, onRejected });
  }

  facts(publicId: string): PublisherFacts | null {
    return this.#publishers.get(publicId)?.facts() ?? null;
  }

  async kick(publicId: string): Promise<void> {
    this.#publishers.get(publicId)?.close('finished');
  }

  #tlsServer(files: NonNullable<MediaConfig['tls']>): Server {
    const options = { ...readTls(files), handshakeTimeout: TLS_HANDSHAKE_MS };
    const server = createTlsServer(options, (socket) => this.#serve(socket, 'rtmps', { accepted: socket }));
    followCertificate(server, files);
    return server;
  }

  async #listen(server: Server, request: PortRequest): Promise<number> {
    // Below TLS too, so that stopping does not wait for a handshake that never ends.
    server.prependListener('connection', (socket: Socket) => {
      this.#hold(socket);
      this.#strangers.came(socket);
    });
    server.listen({ host: request.host, port: request.port, reusePort: this.#deps.sharesPorts ?? false });
    try {
      await once(server, 'listening');
    } catch (error) {
      await this.stop();
      throw portTaken([portProblem(request, error)]);
    }
    // A connection that could not be accepted, for example for lack of file descriptors, is lost; the next may succeed.
    server.on('error', () => undefined);
    this.#servers.push({ server, closed: once(server, 'close') });
    return (server.address() as AddressInfo).port;
  }

  #hold(socket: Socket): void {
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
  }

  async #measure(text: string): Promise<Measuring | 'REFUSED' | 'NOT_NOW'> {
    const { nodeToken, listener, now, steady } = this.#deps;
    const permit = readMeasurePermit(nodeToken, text, now());
    const verdict = permit === null ? 'REFUSED' : await listener.mayMeasure(permit);
    if (permit === null || verdict !== 'BEGUN') return verdict === 'NOT_NOW' ? 'NOT_NOW' : 'REFUSED';
    return new Measuring(steady, () => listener.measured(permit));
  }

  /** @param accepted the connection that carries the stream, which is itself unless that is a WebSocket */
  #serve(stream: Duplex, protocol: IngestProtocol, { accepted, origin }: Arrival): void {
    serveEncoder(stream, {
      protocol,
      address: accepted.remoteAddress ?? '',
      ...(origin === undefined ? {} : { origin }),
      stranger: origin === undefined ? this.#strangers.of(accepted) : null,
      measure: (permit) => this.#measure(permit),
      listener: this.#deps.listener,
      publishers: this.#publishers,
      logins: this.#logins,
      convertOpus: this.#deps.convertOpus ?? null,
      steady: this.#deps.steady,
      pacing: this.#deps.pacing,
      internals: stream === accepted ? this.#deps.internals : NO_INTERNALS,
    });
  }
}

interface Arrival {
  accepted: Socket;
  /** Another process accepted it. */
  origin?: EncoderOrigin;
}

/** The addresses of our own ingest at these ports. */
export function ownEndpoints(
  { publicHost, tls }: Pick<MediaConfig, 'publicHost' | 'tls'>,
  { rtmp, rtmps, direct }: EncoderPorts,
): NodeEndpoints {
  const name = publicHost.includes(':') ? `[${publicHost}]` : publicHost;
  return {
    ...NO_ENDPOINTS,
    rtmp: rtmp === null ? null : `rtmp://${name}:${rtmp}/${LIVE_APP}`,
    rtmps: rtmps === null ? null : `rtmps://${name}:${rtmps}/${LIVE_APP}`,
    rtmpLogin: rtmp === null ? null : `rtmp://${name}:${rtmp}/${LOGIN_APP}`,
    direct: direct === null ? null : `${tls === null ? 'ws' : 'wss'}://${name}:${direct}/`,
  };
}
