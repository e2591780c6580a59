import type { Socket } from 'node:net';
import type { Secret } from '@neustream/shared/kernel/secret.ts';
import type { IngestProtocol } from '@neustream/shared/live/facts.ts';
import type { Logger } from 'pino';
import {
  type Answer,
  type EncoderClaim,
  type PrivateRequest,
  PrivateServer,
  type UpgradedConnection,
} from '../../control/public.ts';
import { type GivenSession, recordToWire } from '../../fanout/public.ts';
import type { Verdict } from '../../ingest/public.ts';
import {
  encoderClaim,
  foundEncoder,
  HAND_OVER_HEADER,
  HAND_OVER_PROTOCOL,
  type HandOverHead,
  handOverHead,
  LANE_PATHS,
  type LaneDesired,
  type LaneReport,
  laneDesired,
  laneSession,
} from '../edge/contract.ts';

/** Enough for a plan with ten thousand destinations. */
const MOST_BYTES = 32 * 1024 * 1024;
const SESSION_PATH = /^\/v1\/sessions\/([^/]{1,200})(\/release)?$/;
const TRANSCODING_PATH = /^\/v1\/transcoding\/([a-z0-9]{1,64})$/;
const SWITCHING = `HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: ${HAND_OVER_PROTOCOL}\r\n\r\n`;

export interface LaneServerDeps {
  token: Secret;
  /** Takes a session, or a newer plan of one that is held. Returns the version held afterwards. */
  take(given: GivenSession): number;
  held(sessionId: string): GivenSession | null;
  release(sessionId: string): GivenSession | null;
  forget(sessionId: string): void;
  desire(desired: LaneDesired): void;
  report(): LaneReport;
  publish(claim: EncoderClaim): Promise<Verdict>;
  found(publicId: string, protocol: IngestProtocol): void;
  isTranscoding(publicId: string): boolean;
  /** Serves an encoder that another lane accepted. */
  serve(socket: Socket, head: HandOverHead): void;
  log: Logger;
}

const NOT_FOUND: Answer = { status: 404 };
const NO_CONTENT: Answer = { status: 200 };
const INVALID: Answer = { status: 422 };

/** A lane's private HTTP server, on loopback: its control process and other lanes of the node call it. */
export class LaneServer {
  readonly #deps: LaneServerDeps;
  readonly #server: PrivateServer;

  constructor(deps: LaneServerDeps) {
    this.#deps = deps;
    this.#server = new PrivateServer({
      host: '127.0.0.1',
      port: 0,
      answer: (request) => this.#answer(request),
      onUpgrade: ({ path, knows }, connection) =>
        path === LANE_PATHS.encoders && knows(deps.token) && this.#takeEncoder(connection),
      log: deps.log,
    });
  }

  get port(): number {
    return this.#server.port;
  }

  start(): Promise<number> {
    return this.#server.start();
  }

  stop(): Promise<void> {
    return this.#server.stop();
  }

  async #answer(request: PrivateRequest): Promise<Answer> {
    if (!request.knows(this.#deps.token)) return { status: 401 };
    const { method, path } = request;
    const session = SESSION_PATH.exec(path);
    if (session?.[1] !== undefined)
      return this.#session(request, decodeURIComponent(session[1]), session[2] !== undefined);
    if (method === 'GET') return this.#look(path);
    return this.#act(path, await request.json(MOST_BYTES));
  }

  #look(path: string): Answer {
    if (path === LANE_PATHS.report) return { status: 200, body: this.#deps.report() };
    const publicId = TRANSCODING_PATH.exec(path)?.[1];
    if (publicId === undefined) return NOT_FOUND;
    return { status: 200, body: { transcoding: this.#deps.isTranscoding(publicId) } };
  }

  async #act(path: string, body: unknown): Promise<Answer> {
    switch (path) {
      case LANE_PATHS.desired: {
        const { data } = laneDesired.safeParse(body);
        if (data === undefined) return INVALID;
        this.#deps.desire(data);
        return NO_CONTENT;
      }
      case LANE_PATHS.publish: {
        const { data } = encoderClaim.safeParse(body);
        return data === undefined ? INVALID : { status: 200, body: await this.#deps.publish(data) };
      }
      case LANE_PATHS.found: {
        const { data } = foundEncoder.safeParse(body);
        if (data === undefined) return INVALID;
        this.#deps.found(data.publicId, data.protocol);
        return NO_CONTENT;
      }
      default:
        return NOT_FOUND;
    }
  }

  async #session(request: PrivateRequest, sessionId: string, release: boolean): Promise<Answer> {
    if (release) return { status: 200, body: { released: toWire(this.#deps.release(sessionId)) } };
    if (request.method === 'DELETE') {
      this.#deps.forget(sessionId);
      return NO_CONTENT;
    }
    if (request.method === 'GET') {
      const held = this.#deps.held(sessionId);
      return held === null ? NOT_FOUND : { status: 200, body: toWire(held) };
    }
    const { data } = laneSession.safeParse(await request.json(MOST_BYTES));
    if (data?.record.plan.sessionId !== sessionId) return INVALID;
    return { status: 200, body: { version: this.#deps.take(data) } };
  }

  #takeEncoder({ socket, headers, first }: UpgradedConnection): boolean {
    const head = handOverHead.safeParse(jsonOf(headers[HAND_OVER_HEADER]));
    if (headers.upgrade !== HAND_OVER_PROTOCOL || !head.success) return false;
    socket.write(SWITCHING);
    if (first.length > 0) socket.unshift(first);
    this.#deps.serve(socket, head.data);
    return true;
  }
}

function toWire(given: GivenSession | null): unknown {
  return given === null ? null : { ...given, record: recordToWire(given.record) };
}

function jsonOf(header: string | string[] | undefined): unknown {
  try {
    return JSON.parse(String(header));
  } catch {
    return null;
  }
}
