import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { nodeSnapshot, type SnapshotAnswer } from '@neustream/shared/contracts/media-control.ts';

/**
 * An API that takes whatever a media node reports, without a database. A node that nobody listens to keeps its events and
 * sends them again and again, which is not what is to be measured.
 */
export class TakingApi implements AsyncDisposable {
  readonly #server = createServer((request, response) => {
    void json(request).then((body) => {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(answerTo(body)));
    });
  });

  static async start(): Promise<TakingApi> {
    const api = new TakingApi();
    api.#server.listen(0, '127.0.0.1');
    await once(api.#server, 'listening');
    return api;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = once(this.#server.close(), 'close');
    this.#server.closeAllConnections();
    await closed;
  }
}

function answerTo(body: unknown): SnapshotAnswer {
  const { seq, sessions } = nodeSnapshot.parse(body);
  return {
    ack: seq,
    sessions: sessions.map(({ sessionId, version }) => ({ sessionId, version })),
    storedEvents: sessions.flatMap(({ events }) => events.map(({ id }) => id)),
  };
}
