import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { Secret } from '@neustream/shared/kernel/secret.ts';
import { hungUp } from '@neustream/shared/node/hung-up.ts';
import type { Logger } from 'pino';
import { sameSecret } from './key-hash.ts';
import { readJson } from './read-json.ts';

const REQUEST_DEADLINE_MS = 10_000;

/** One request, its path as it was asked for. */
export interface PrivateRequest {
  method: string;
  path: string;
  /** Whether it carries this secret as Bearer. */
  knows(secret: Secret): boolean;
  /** Its body as JSON; undefined when it is not JSON or longer than `limit` bytes. */
  json(limit: number): Promise<unknown>;
  /** Ends when nobody is waiting for the answer any more. */
  gone: AbortSignal;
}

export interface Answer {
  status: number;
  body?: unknown;
}

export interface PrivateServerDeps {
  host: string;
  /** 0 picks a free one. */
  port: number;
  answer(request: PrivateRequest): Promise<Answer>;
  /** Somebody asks for the connection itself; returns whether it was given away. */
  onUpgrade?(request: Omit<PrivateRequest, 'json' | 'gone'>, connection: UpgradedConnection): boolean;
  log: Logger;
}

export interface UpgradedConnection {
  socket: Socket;
  headers: IncomingMessage['headers'];
  /** What followed the request's head already. */
  first: Buffer;
}

/** JSON over HTTP between our own processes. Its handlers check who asks. */
export class PrivateServer {
  readonly #deps: PrivateServerDeps;
  readonly #server: Server;

  constructor(deps: PrivateServerDeps) {
    this.#deps = deps;
    this.#server = createServer({ requestTimeout: REQUEST_DEADLINE_MS }, (request, response) => {
      void this.#serve(request, response);
    });
    const { onUpgrade } = deps;
    if (onUpgrade === undefined) return;
    this.#server.on('upgrade', (request, socket: Socket, first) => {
      const asked = {
        method: request.method ?? '',
        path: request.url ?? '/',
        knows: (secret: Secret) => knows(request, secret),
      };
      if (!onUpgrade(asked, { socket, headers: request.headers, first })) socket.destroy();
    });
  }

  /** The port it listens on; before that the one it is going to listen on, 0 for any. */
  get port(): number {
    const address = this.#server.address() as AddressInfo | null;
    return address?.port ?? this.#deps.port;
  }

  /** Returns the port it listens on. @throws the system's error when the port cannot be opened */
  async start(): Promise<number> {
    const { host, port, log } = this.#deps;
    this.#server.listen({ host, port });
    await once(this.#server, 'listening');
    this.#server.on('error', (error) => log.warn({ err: error }, 'a control connection was not accepted'));
    return this.port;
  }

  async stop(): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const gone = hungUp(response);
    const asked: PrivateRequest = {
      method: request.method ?? '',
      path: request.url ?? '/',
      knows: (secret) => knows(request, secret),
      json: (limit) => readJson(request, limit),
      gone,
    };
    const answer = await this.#deps.answer(asked).catch((error: unknown): Answer => {
      if (!response.destroyed) this.#deps.log.error({ err: error }, 'a control request failed');
      return { status: 500 };
    });
    if (response.destroyed) return;
    response.writeHead(answer.status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(answer.body ?? {}));
  }
}

function knows(request: IncomingMessage, secret: Secret): boolean {
  const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
  return sameSecret(new Secret(token), secret);
}
