import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
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
import { Secret } from '@neustream/shared/kernel/secret.ts';
import { hungUp } from '@neustream/shared/node/hung-up.ts';
import type { Logger } from 'pino';
import { portProblem, portTaken } from '../ingest/public.ts';
import { sameSecret } from './key-hash.ts';
import { type MediamtxAuthRequest, mediamtxAuthRequest } from './mediamtx-auth.external.ts';
import { readJson } from './read-json.ts';

/** Enough for ten thousand destinations with long addresses. */
const PLAN_BYTES = 16 * 1024 * 1024;
const CALLBACK_BYTES = 64 * 1024;
const REQUEST_DEADLINE_MS = 10_000;
const SESSION_PATH = /^\/v1\/sessions\/([^/]{1,200})$/;

export interface ControlServerDeps {
  host: string;
  /** 0 picks a free one. */
  port: number;
  nodeToken: Secret;
  /** Path of MediaMTX's callback; nobody else can guess it. */
  mediamtxPath: string;
  /** Takes a plan and returns the version held afterwards. */
  acceptPlan(plan: SessionPlan): number;
  snapshot(): NodeSnapshot;
  /** Ends when the signal does: nobody is waiting for the answer any more. */
  testConnection(request: ConnectionTestRequest, signal: AbortSignal): Promise<ConnectionTestAnswer>;
  answerMediamtx(request: MediamtxAuthRequest): Promise<boolean>;
  log: Logger;
}

interface Answer {
  status: number;
  body?: unknown;
}

const NOT_FOUND: Answer = { status: 404 };

/** The private HTTP server of a media node: plans in, ingest authorisation, snapshots out. */
export class ControlServer {
  readonly #deps: ControlServerDeps;
  readonly #server: Server;

  constructor(deps: ControlServerDeps) {
    this.#deps = deps;
    this.#server = createServer({ requestTimeout: REQUEST_DEADLINE_MS }, (request, response) => {
      void this.#serve(request, response);
    });
  }

  /** The port it listens on; before that the one it is going to listen on, 0 for any. */
  get port(): number {
    const address = this.#server.address();
    return typeof address === 'object' && address !== null ? address.port : this.#deps.port;
  }

  /** The address at which the API reaches it. */
  get url(): string {
    const { host } = this.#deps;
    return `http://${host.includes(':') ? `[${host}]` : host}:${this.port}`;
  }

  /** @throws AppError `PORT_TAKEN`. Returns the port it listens on. */
  async start(): Promise<number> {
    const { host, port } = this.#deps;
    this.#server.listen({ host, port });
    try {
      await once(this.#server, 'listening');
    } catch (error) {
      const wish = {
        setting: 'MEDIA_CONTROL_PORT',
        purpose: 'the media node’s control',
        transport: 'tcp' as const,
      };
      throw portTaken([portProblem({ ...wish, host, port }, error)]);
    }
    this.#server.on('error', (error) =>
      this.#deps.log.warn({ err: error }, 'a control connection was not accepted'),
    );
    return this.port;
  }

  async stop(): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const answer = await this.#answer(request, hungUp(response)).catch((error: unknown): Answer => {
      if (!response.destroyed) this.#deps.log.error({ err: error }, 'a control request failed');
      return { status: 500 };
    });
    if (response.destroyed) return;
    response.writeHead(answer.status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(answer.body ?? {}));
  }

  async #answer(request: IncomingMessage, gone: AbortSignal): Promise<Answer> {
    const path = request.url ?? '/';
    if (path === this.#deps.mediamtxPath) return this.#mediamtx(request);
    if (!this.#isApi(request)) return { status: 401 };
    if (request.method === 'GET' && path === MEDIA_CONTROL_PATHS.snapshot) {
      return { status: 200, body: this.#deps.snapshot() };
    }
    if (request.method === 'POST' && path === MEDIA_CONTROL_PATHS.connectionTests) {
      return this.#connectionTest(request, gone);
    }
    const sessionId = SESSION_PATH.exec(path)?.[1];
    return request.method === 'PUT' && sessionId !== undefined ? this.#plan(request, sessionId) : NOT_FOUND;
  }

  async #plan(request: IncomingMessage, sessionId: string): Promise<Answer> {
    const parsed = sessionPlan.safeParse(await readJson(request, PLAN_BYTES));
    if (!parsed.success)
      return { status: 422, body: { problems: parsed.error.issues.map((issue) => issue.path) } };
    if (encodeURIComponent(parsed.data.sessionId) !== sessionId) return { status: 422 };
    return { status: 200, body: { version: this.#deps.acceptPlan(parsed.data) } };
  }

  async #connectionTest(request: IncomingMessage, gone: AbortSignal): Promise<Answer> {
    const parsed = connectionTestRequest.safeParse(await readJson(request, CALLBACK_BYTES));
    if (!parsed.success) return { status: 422 };
    return { status: 200, body: await this.#deps.testConnection(parsed.data, gone) };
  }

  async #mediamtx(request: IncomingMessage): Promise<Answer> {
    if (request.method !== 'POST') return NOT_FOUND;
    const parsed = mediamtxAuthRequest.safeParse(await readJson(request, CALLBACK_BYTES));
    if (!parsed.success) return { status: 400 };
    return { status: (await this.#deps.answerMediamtx(parsed.data)) ? 204 : 401 };
  }

  #isApi(request: IncomingMessage): boolean {
    const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
    return sameSecret(new Secret(token), this.#deps.nodeToken);
  }
}
