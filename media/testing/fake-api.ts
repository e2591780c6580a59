import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  type NodeSession,
  type NodeSnapshot,
  nodeSnapshot,
  type PublishAnswer,
  SERVER_NODE_PATHS,
  type SessionPlanWire,
} from '@neustream/shared/contracts/media-control.ts';
import { readJson } from '../control/read-json.ts';

type WireAnswer = Exclude<PublishAnswer, { allowed: true }> | { allowed: true; plan: SessionPlanWire };

/** The API as a media node sees it: takes snapshots, answers which sessions it should hold. */
export class FakeApi {
  readonly snapshots: NodeSnapshot[] = [];
  readonly publishAsks: unknown[] = [];
  /** Sessions that the node should hold; null lists whatever it reported. */
  wanted: string[] | null = null;
  publishAnswer: WireAnswer = { allowed: false, code: 'UNKNOWN_KEY', message: 'No.' };
  /** Answers 500 to everything. */
  away = false;
  readonly #server = createServer((request, response) => void this.#serve(request, response));

  static async start(): Promise<FakeApi> {
    const api = new FakeApi();
    api.#server.listen(0, '127.0.0.1');
    await once(api.#server, 'listening');
    return api;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get latest(): NodeSnapshot | undefined {
    return this.snapshots.at(-1);
  }

  session(sessionId: string): NodeSession | undefined {
    return this.latest?.sessions.find((session) => session.sessionId === sessionId);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = once(this.#server.close(), 'close');
    this.#server.closeAllConnections();
    await closed;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method === 'GET') {
      // A page with the API's origin, for browsers that publish.
      response.setHeader('content-type', 'text/html').end('<!doctype html><title>Neustream</title>');
      return;
    }
    const body = await readJson(request, 10_000_000);
    response.statusCode = this.away ? 500 : 200;
    response.setHeader('content-type', 'application/json');
    response.end(this.away ? '{}' : JSON.stringify(this.#answer(request.url, body)));
  }

  #answer(path: string | undefined, body: unknown): unknown {
    if (path === SERVER_NODE_PATHS.publish) {
      this.publishAsks.push(body);
      return this.publishAnswer;
    }
    const snapshot = nodeSnapshot.parse(body);
    this.snapshots.push(snapshot);
    const sessions = snapshot.sessions
      .filter(({ sessionId }) => this.wanted === null || this.wanted.includes(sessionId))
      .map(({ sessionId, version }) => ({ sessionId, version }));
    return { ack: snapshot.seq, sessions, storedEvents: [] };
  }
}
