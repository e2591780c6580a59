import type { Secret } from '@neustream/shared/kernel/secret.ts';
import type { z } from 'zod';
import {
  type MtxHlsMuxer,
  type MtxPath,
  mtxConnection,
  mtxHlsMuxerList,
  mtxPath,
  mtxPathList,
} from './api.external.ts';

/** How long MediaMTX may take to answer, in ms. */
export const DEADLINE_MS = 2000;
const PAGE_SIZE = 1000;

/** Which collection of the API holds each kind of publisher. */
const COLLECTIONS: Readonly<Record<string, string>> = {
  rtmpConn: 'rtmpconns',
  rtmpsConn: 'rtmpsconns',
  srtConn: 'srtconns',
  webRTCSession: 'webrtcsessions',
  rtspSession: 'rtspsessions',
};

/** MediaMTX's API on loopback. Every call has a deadline of two seconds and throws if it is not answered. */
export class MediamtxApi {
  readonly #base: string;
  readonly #token: Secret;

  constructor(port: number, token: Secret) {
    this.#base = `http://127.0.0.1:${port}/v3`;
    this.#token = token;
  }

  /** Whether it works: any answer will do, and none of its paths has to be waited for. Never rejects. */
  answers(): Promise<boolean> {
    return this.#fetch('GET', '/info').then(
      async (response) => {
        await response.body?.cancel();
        return true;
      },
      () => false,
    );
  }

  /** Every path that has a publisher or a waiting reader. */
  paths(): Promise<MtxPath[]> {
    return this.#all('/paths/list', mtxPathList);
  }

  /** Every path that is played over HLS, or was lately. */
  hlsMuxers(): Promise<MtxHlsMuxer[]> {
    return this.#all('/hlsmuxers/list', mtxHlsMuxerList);
  }

  /** One path, null when it does not exist. */
  path(name: string): Promise<MtxPath | null> {
    return this.#get(`/paths/get/${name}`, mtxPath);
  }

  /** What the publisher calls itself; null when it does not say. */
  async userAgent(source: { type: string; id: string }): Promise<string | null> {
    const collection = COLLECTIONS[source.type];
    if (collection === undefined) return null;
    const connection = await this.#get(`/${collection}/get/${source.id}`, mtxConnection);
    return connection?.userAgent || null;
  }

  /** Drops a publisher; one that has already gone is not an error. */
  async kick(source: { type: string; id: string }): Promise<void> {
    const collection = COLLECTIONS[source.type];
    if (collection !== undefined) await this.#call('POST', `/${collection}/kick/${source.id}`);
  }

  async #all<T>(path: string, schema: z.ZodType<{ pageCount: number; items: T[] }>): Promise<T[]> {
    const all: T[] = [];
    for (let page = 0, pages = 1; page < pages; page += 1) {
      const list = await this.#get(`${path}?page=${page}&itemsPerPage=${PAGE_SIZE}`, schema);
      if (list === null) break;
      all.push(...list.items);
      pages = list.pageCount;
    }
    return all;
  }

  async #get<T>(path: string, schema: z.ZodType<T>): Promise<T | null> {
    const response = await this.#call('GET', path);
    return response === null ? null : schema.parse(await response.json());
  }

  async #call(method: string, path: string): Promise<Response | null> {
    const response = await this.#fetch(method, path);
    if (response.ok) return response;
    await response.body?.cancel();
    if (response.status === 404) return null;
    throw new Error(`MediaMTX answered ${response.status} to ${method} ${path.split('?')[0]}`);
  }

  #fetch(method: string, path: string): Promise<Response> {
    return fetch(this.#base + path, {
      method,
      headers: { authorization: `Bearer ${this.#token.reveal()}` },
      signal: AbortSignal.timeout(DEADLINE_MS),
    });
  }
}
