import { once } from 'node:events';
import { mkdirSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import type { Child } from '@neustream/shared/node/child.ts';
import { freePort } from '@neustream/shared/node/ports.ts';
import { startNginx } from '../nginx.ts';
import { TYPE } from '../rtmp/chunks.ts';
import { readFlvTags } from '../rtmp/flv.ts';
import {
  filesIn,
  type Platform,
  type PlatformReport,
  type ReceivedStream,
  type RecordingServer,
} from './platform.ts';
import { preciseNow, ReceivedBook } from './received.ts';

interface Publish {
  key: string;
  acceptedAt: number;
  endedAt: number | null;
}

/**
 * A platform that runs nginx with the RTMP module. It reports publishes as they happen; what they carried is read from
 * its recordings on request, so the instants of messages are those of the request.
 */
export class NginxPlatform implements Platform, RecordingServer {
  readonly address: string;
  readonly #child: Child;
  readonly #recordings: string;
  readonly #publishes: Publish[];
  readonly #listener: Server;

  private constructor(
    port: number,
    parts: { child: Child; recordings: string; publishes: Publish[]; listener: Server },
  ) {
    this.address = `rtmp://127.0.0.1:${port}/live`;
    this.#child = parts.child;
    this.#recordings = parts.recordings;
    this.#publishes = parts.publishes;
    this.#listener = parts.listener;
  }

  /** @param folder own folder for its configuration and recordings */
  static async start({ folder }: { folder: string }): Promise<NginxPlatform> {
    const recordings = join(folder, 'recordings');
    mkdirSync(recordings, { recursive: true });
    const publishes: Publish[] = [];
    const listener = await listen(publishes);
    const address = listener.address();
    const callback = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/`;
    const application = [
      'record all;',
      `record_path ${recordings};`,
      // Named by the second, so that successive publishes of one key get separate files.
      'record_unique on;',
      'notify_method get;',
      `on_publish ${callback};`,
      `on_publish_done ${callback};`,
    ];
    const port = await freePort();
    const child = await startNginx({ folder, port, application });
    return new NginxPlatform(port, { child, recordings, publishes, listener });
  }

  async report(): Promise<PlatformReport> {
    const recordings = await this.recordings();
    const ofKey = new Map<string, string[]>();
    for (const file of recordings) {
      const key = /([^/]+)-\d+\.flv$/.exec(file)?.[1] ?? '';
      ofKey.set(key, [...(ofKey.get(key) ?? []), file]);
    }
    const streams = this.#publishes.map((publish) => readPublish(publish, ofKey.get(publish.key)?.shift()));
    return { streams, recordings };
  }

  async recordings(): Promise<string[]> {
    return filesIn(this.#recordings, '.flv');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#child.stop();
    this.#listener.closeAllConnections();
    await new Promise((resolve) => this.#listener.close(resolve));
  }
}

/** Records what nginx reports about publishes, and allows each of them. */
async function listen(publishes: Publish[]): Promise<Server> {
  const server = createServer((request, response) => {
    const query = new URL(request.url ?? '/', 'http://nginx').searchParams;
    const key = query.get('name') ?? '';
    const open = publishes.find((publish) => publish.key === key && publish.endedAt === null);
    if (query.get('call') === 'publish') publishes.push({ key, acceptedAt: preciseNow(), endedAt: null });
    else if (open !== undefined) open.endedAt = preciseNow();
    response.end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

function readPublish({ key, acceptedAt, endedAt }: Publish, recording: string | undefined): ReceivedStream {
  const book = new ReceivedBook('live', key);
  const file = recording === undefined ? Buffer.alloc(0) : readFileSync(recording);
  const tags = file.length < FLV_HEADER_BYTES ? [] : readFlvTags(file);
  const headers = new Set<string>();
  for (const { type, timestamp, payload } of tags) {
    if (type === TYPE.data) continue;
    // At the start of a recording, nginx writes the audio codec header once more.
    if (payload[1] === 0 && payload.length < LONGEST_HEADER) {
      const header = payload.toString('latin1');
      if (headers.has(header)) continue;
      headers.add(header);
    }
    book.add({ type, timestamp, length: payload.length, streamId: 1, head: payload.subarray(0, 32) });
  }
  return { ...book.stream, acceptedAt, endedAt };
}

const FLV_HEADER_BYTES = 13;
const LONGEST_HEADER = 256;
