import { Agent, type IncomingMessage, request } from 'node:http';
import type { Secret } from '@neustream/shared/kernel/secret.ts';
import type { z } from 'zod';

export interface CallOptions {
  method?: 'GET' | 'PUT' | 'POST' | 'DELETE';
  body?: unknown;
  /** An answer that takes longer counts as none, in ms. */
  withinMs?: number;
}

const DEADLINE_MS = 3000;

/**
 * Calls of one process of this node to another, over loopback. Each throws when it is not answered in time. Plain
 * `node:http`: these run each second in every process, and `fetch` costs twice as much.
 */
export class PrivateCalls {
  readonly #base: () => string;
  readonly #token: Secret;
  readonly #agent: Agent;

  /**
   * @param base where the other process answers now
   * @param often calls follow each other within seconds, so that the connection stays open in between
   */
  constructor(base: () => string, token: Secret, often = false) {
    this.#base = base;
    this.#token = token;
    this.#agent = new Agent({ keepAlive: often });
  }

  async ask<T>(path: string, schema: z.ZodType<T>, options: CallOptions = {}): Promise<T> {
    return schema.parse(JSON.parse(await this.#call(path, options)));
  }

  async tell(path: string, options: CallOptions): Promise<void> {
    await this.#call(path, options);
  }

  #call(path: string, { method = 'GET', body, withinMs = DEADLINE_MS }: CallOptions): Promise<string> {
    const text = body === undefined ? '' : JSON.stringify(body);
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    const headers = {
      authorization: `Bearer ${this.#token.reveal()}`,
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(text),
    };
    const call = request(this.#base() + path, { method, agent: this.#agent, headers });
    const late = setTimeout(() => call.destroy(new Error(`no answer to ${method} ${path}`)), withinMs);
    call.once('response', (response) => {
      readAll(response).then((answer) => {
        if (response.statusCode === 200) resolve(answer);
        else
          reject(
            new Error(`another process of this node answered ${response.statusCode} to ${method} ${path}`),
          );
      }, reject);
    });
    call.once('error', reject);
    call.end(text);
    return promise.finally(() => clearTimeout(late));
  }
}

async function readAll(response: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of response) parts.push(part);
  return Buffer.concat(parts).toString('utf8');
}
