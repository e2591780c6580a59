import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { NO_ENDPOINTS, type NodeEndpoints } from '@neustream/shared/contracts/media-control.ts';
import type { Clock } from '@neustream/shared/kernel/clock.ts';
import type { Secret } from '@neustream/shared/kernel/secret.ts';
import type { Logger } from 'pino';
import type { MediaConfig } from '../../config.ts';
import {
  type AttachOptions,
  type Ingest,
  type IngestListener,
  type PublisherFacts,
  pathOf,
  publicIdOf,
} from '../ingest.ts';
import { MediamtxApi } from './api.ts';
import { followPublisher, type Reader } from './attachment.ts';
import { mediamtxConfig } from './config-file.ts';
import { mediamtxEndpoints } from './endpoints.ts';
import { choosePorts } from './mediamtx-ports.ts';
import { protocolOf, publisherFacts } from './publisher.ts';
import type { MediamtxReaders } from './readers.ts';
import { MediamtxSupervisor } from './supervisor.ts';

const REFRESH_MS = 1000;

export interface MediamtxIngestDeps {
  config: MediaConfig;
  binary: string;
  /** Our callback's address for MediaMTX, once our control server listens. */
  authAddress(): string;
  /** The port of our control server, once it listens. */
  controlPort(): number;
  apiToken: Secret;
  readers: MediamtxReaders;
  listener: IngestListener;
  log: Logger;
  now: Clock;
}

/** Ingest by MediaMTX: RTMP, RTMPS, SRT and WHIP in; HLS and WebRTC out. */
export class MediamtxIngest implements Ingest {
  readonly engine = 'mediamtx';
  readonly #deps: MediamtxIngestDeps;
  readonly #stopping = new AbortController();
  readonly #facts = new Map<string, PublisherFacts>();
  readonly #attached = new Set<string>();
  #endpoints: NodeEndpoints = NO_ENDPOINTS;
  #api: MediamtxApi | null = null;
  #supervisor: MediamtxSupervisor | null = null;
  #readers: { copy: Reader; transcoded: Reader | null } | null = null;
  #refreshing: Promise<void> = Promise.resolve();

  constructor(deps: MediamtxIngestDeps) {
    this.#deps = deps;
  }

  get endpoints(): NodeEndpoints {
    return this.#endpoints;
  }

  get ready(): boolean {
    return this.#supervisor?.ready ?? false;
  }

  async start(): Promise<void> {
    const { config, binary, apiToken, readers, listener, log, now } = this.#deps;
    const controlPort = this.#deps.controlPort();
    const authAddress = this.#deps.authAddress();
    const folder = join(config.dataDir, 'media');
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const { ports, previous } = await choosePorts(config, folder);
    const { host, publicHost, tls, pagesOrigin } = config;
    const api = new MediamtxApi(ports.api, apiToken);
    this.#api = api;
    this.#readers = { copy: readers.copy(ports.rtmp), transcoded: readers.transcoded(ports.rtsp) };
    this.#supervisor = new MediamtxSupervisor({
      binary,
      folder,
      config: mediamtxConfig({ host, publicHost, ports, tls, authAddress, pagesOrigin, binary }),
      ports,
      previous,
      controlPort,
      api,
      log,
      now,
      onRestart: () => listener.onRestart(),
    });
    await this.#supervisor.start();
    this.#endpoints = mediamtxEndpoints(publicHost, ports);
    await this.#refresh();
    this.#refreshing = this.#keepFresh();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#refreshing;
    await this.#supervisor?.stop();
  }

  async attach(options: AttachOptions): Promise<void> {
    const { publicId, onFlowing, onRejected } = options;
    if (this.#api === null || this.#readers === null || this.#attached.has(publicId)) return;
    this.#attached.add(publicId);
    const keep = (facts: PublisherFacts) => this.#facts.set(publicId, facts);
    try {
      await followPublisher(
        {
          ...options,
          signal: AbortSignal.any([options.signal, this.#stopping.signal]),
          onFlowing: (facts) => {
            keep(facts);
            onFlowing(facts);
          },
          onRejected: (problem, facts) => {
            keep(facts);
            onRejected(problem, facts);
          },
        },
        {
          api: this.#api,
          readCopy: this.#readers.copy,
          readTranscoded: this.#readers.transcoded,
          log: this.#deps.log,
          now: this.#deps.now,
        },
      );
    } finally {
      this.#attached.delete(publicId);
      this.#facts.delete(publicId);
    }
  }

  facts(publicId: string): PublisherFacts | null {
    return this.#facts.get(publicId) ?? null;
  }

  async kick(publicId: string): Promise<void> {
    try {
      const path = await this.#api?.path(pathOf(publicId));
      if (path?.source != null) await this.#api?.kick(path.source);
    } catch (error) {
      this.#deps.log.warn({ err: error, publicId }, 'an encoder could not be dropped');
    }
  }

  async #keepFresh(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      await pause(REFRESH_MS, undefined, { signal }).catch(() => undefined);
      if (!signal.aborted) await this.#refresh();
    }
  }

  /** Refreshes facts, and finds publishers that nothing follows: after we restarted, or when a callback was missed. */
  async #refresh(): Promise<void> {
    const paths = (await this.#api?.paths().catch(() => null)) ?? [];
    for (const path of paths) {
      const publicId = publicIdOf(path.name);
      const protocol = protocolOf(path);
      if (publicId === null || protocol === null || !path.available) continue;
      const known = this.#facts.get(publicId);
      if (known !== undefined) this.#facts.set(publicId, publisherFacts(path, known.encoder));
      if (this.#attached.has(publicId)) continue;
      this.#deps.listener.onPublish(publicId, protocol);
    }
  }
}
