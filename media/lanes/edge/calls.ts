import type { Secret } from '@neustream/shared/kernel/secret.ts';
import type { z } from 'zod';

export interface CallOptions {
  method?: 'GET' | 'PUT' | 'POST' | 'DELETE';
  body?: unknown;
  /** An answer that takes longer counts as none, in ms. */
  withinMs?: number;
}

const DEADLINE_MS = 3000;

/** Calls of one process of this node to another, over loopback. Each throws when it is not answered in time. */
export class PrivateCalls {
  readonly #base: () => string;
  readonly #token: Secret;

  /** @param base where the other process answers now */
  constructor(base: () => string, token: Secret) {
    this.#base = base;
    this.#token = token;
  }

  async ask<T>(path: string, schema: z.ZodType<T>, options: CallOptions = {}): Promise<T> {
    return schema.parse(await (await this.#call(path, options)).json());
  }

  async tell(path: string, options: CallOptions): Promise<void> {
    await (await this.#call(path, options)).body?.cancel();
  }

  async #call(
    path: string,
    { method = 'GET', body, withinMs = DEADLINE_MS }: CallOptions,
  ): Promise<Response> {
    const response = await fetch(this.#base() + path, {
      method,
      headers: { authorization: `Bearer ${this.#token.reveal()}`, 'content-type': 'application/json' },
      body: body === undefined ? null : JSON.stringify(body),
      signal: AbortSignal.timeout(withinMs),
    });
    if (response.ok) return response;
    await response.body?.cancel();
    throw new Error(`another process of this node answered ${response.status} to ${method} ${path}`);
  }
}
