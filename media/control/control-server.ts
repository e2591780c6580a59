import {
  type ConnectionTestAnswer,
  type ConnectionTestRequest,
  connectionTestRequest,
} from '@neustream/shared/contracts/connection-test.ts';
import {
  MEDIA_CONTROL_PATHS,
  type NodeSnapshot,
  type SessionPlan,
  sessionPlan,
} from '@neustream/shared/contracts/media-control.ts';
import type { Secret } from '@neustream/shared/kernel/secret.ts';
import type { Logger } from 'pino';
import { portProblem, portTaken } from '../ingest/public.ts';
import { type MediamtxAuthRequest, mediamtxAuthRequest } from './mediamtx-auth.external.ts';
import { type Answer, type PrivateRequest, PrivateServer } from './private-server.ts';

/** Enough for ten thousand destinations with long addresses. */
const PLAN_BYTES = 16 * 1024 * 1024;
const CALLBACK_BYTES = 64 * 1024;
const SESSION_PATH = /^\/v1\/sessions\/([^/]{1,200})$/;

export interface ControlServerDeps {
  host: string;
  /** 0 picks a free one. */
  port: number;
  nodeToken: Secret;
  /** Path of MediaMTX's callback; nobody else can guess it. */
  mediamtxPath: string;
  /**
   * Requests wait for this. Before a node knows which lane carries what, an answer could have a lane let go of a session,
   * or an encoder refused.
   */
  opened: Promise<void>;
  /** Takes a plan and returns the version held afterwards. */
  acceptPlan(plan: SessionPlan): number;
  snapshot(): NodeSnapshot;
  /** Takes nothing new from now on. */
  drain(): void;
  /** Ends when the signal does: nobody is waiting for the answer any more. */
  testConnection(request: ConnectionTestRequest, signal: AbortSignal): Promise<ConnectionTestAnswer>;
  answerMediamtx(request: MediamtxAuthRequest): Promise<boolean>;
  /** Requests of this node's own lanes, which they prove themselves; null when it is none of theirs. */
  answerLane(request: PrivateRequest): Promise<Answer | null>;
  log: Logger;
}

const NOT_FOUND: Answer = { status: 404 };

/** The private HTTP server of a media node: plans in, ingest authorisation, snapshots out. */
export class ControlServer {
  readonly #deps: ControlServerDeps;
  readonly #server: PrivateServer;

  constructor(deps: ControlServerDeps) {
    this.#deps = deps;
    const { host, port, log } = deps;
    this.#server = new PrivateServer({ host, port, answer: (request) => this.#answer(request), log });
  }

  /** The port it listens on; before that the one it is going to listen on, 0 for any. */
  get port(): number {
    return this.#server.port;
  }

  /** The address at which the API reaches it. */
  get url(): string {
    return urlOf(this.#deps.host, this.port);
  }

  /** The address at which processes of this machine reach it. */
  get localUrl(): string {
    const { host } = this.#deps;
    return urlOf(host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host, this.port);
  }

  /** @throws AppError `PORT_TAKEN`. Returns the port it listens on. */
  async start(): Promise<number> {
    const { host, port } = this.#deps;
    try {
      return await this.#server.start();
    } catch (error) {
      const wish = {
        setting: 'MEDIA_CONTROL_PORT',
        purpose: 'the media node’s control',
        transport: 'tcp' as const,
      };
      throw portTaken([portProblem({ ...wish, host, port }, error)]);
    }
  }

  stop(): Promise<void> {
    return this.#server.stop();
  }

  async #answer(request: PrivateRequest): Promise<Answer> {
    await this.#deps.opened;
    const { method, path } = request;
    if (path === this.#deps.mediamtxPath) return this.#mediamtx(request);
    const forLane = await this.#deps.answerLane(request);
    if (forLane !== null) return forLane;
    if (!request.knows(this.#deps.nodeToken)) return { status: 401 };
    if (method === 'GET' && path === MEDIA_CONTROL_PATHS.snapshot) {
      return { status: 200, body: this.#deps.snapshot() };
    }
    if (method === 'POST' && path === MEDIA_CONTROL_PATHS.connectionTests) {
      return this.#connectionTest(request);
    }
    if (method === 'POST' && path === MEDIA_CONTROL_PATHS.drain) {
      this.#deps.drain();
      return { status: 202 };
    }
    const sessionId = SESSION_PATH.exec(path)?.[1];
    return method === 'PUT' && sessionId !== undefined ? this.#plan(request, sessionId) : NOT_FOUND;
  }

  async #plan(request: PrivateRequest, sessionId: string): Promise<Answer> {
    const parsed = sessionPlan.safeParse(await request.json(PLAN_BYTES));
    if (!parsed.success)
      return { status: 422, body: { problems: parsed.error.issues.map((issue) => issue.path) } };
    if (encodeURIComponent(parsed.data.sessionId) !== sessionId) return { status: 422 };
    return { status: 200, body: { version: this.#deps.acceptPlan(parsed.data) } };
  }

  async #connectionTest(request: PrivateRequest): Promise<Answer> {
    const parsed = connectionTestRequest.safeParse(await request.json(CALLBACK_BYTES));
    if (!parsed.success) return { status: 422 };
    return { status: 200, body: await this.#deps.testConnection(parsed.data, request.gone) };
  }

  async #mediamtx(request: PrivateRequest): Promise<Answer> {
    if (request.method !== 'POST') return NOT_FOUND;
    const parsed = mediamtxAuthRequest.safeParse(await request.json(CALLBACK_BYTES));
    if (!parsed.success) return { status: 400 };
    return { status: (await this.#deps.answerMediamtx(parsed.data)) ? 204 : 401 };
  }
}

function urlOf(host: string, port: number): string {
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}
