import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { NO_ENDPOINTS, type NodeEndpoints } from '@neustream/shared/contracts/media-control.ts';
import type { Clock } from '@neustream/shared/kernel/clock.ts';
import type { Secret } from '@neustream/shared/kernel/secret.ts';
import type { IngestProtocol } from '@neustream/shared/live/facts.ts';
import type { Logger } from 'pino';
import type { MediaConfig } from '../../config.ts';
import { type Ingest, isOwnProtocol, publicIdOf } from '../ingest.ts';
import { MediamtxApi } from './api.ts';
import { mediamtxConfig } from './config-file.ts';
import { mediamtxEndpoints } from './endpoints.ts';
import type { MediamtxAccess } from './mediamtx-encoders.ts';
import { choosePorts } from './mediamtx-ports.ts';
import { protocolOf } from './publisher.ts';
import { MediamtxSupervisor } from './supervisor.ts';
import { Viewers } from './viewers.ts';
import { watchedPaths } from './watched-paths.ts';

const REFRESH_MS = 1000;

export interface MediamtxIngestDeps {
  config: MediaConfig;
  binary: string;
  /** Whether encoders may use RTMP here; otherwise only our own previews come over RTMP. */
  takesRtmp: boolean;
  /** Our callback's address for MediaMTX, once our control server listens. */
  authAddress(): string;
  /** The port of our control server, once it listens. */
  controlPort(): number;
  apiToken: Secret;
  /** An encoder publishes there; told again and again, so that one whose callback was missed is found. */
  onPublishing(publicId: string, protocol: IngestProtocol): void;
  /** MediaMTX died and is back; encoders reconnect on their own. */
  onRestart(): void;
  /** All paths that somebody watches here; told once that is known, and with each change. */
  onWatched(publicIds: readonly string[]): void;
  log: Logger;
  now: Clock;
}

/** Runs MediaMTX: SRT and WHIP in, with RTMP where it takes every encoder; HLS and WebRTC out. */
export class MediamtxIngest implements Ingest {
  readonly #deps: MediamtxIngestDeps;
  readonly #stopping = new AbortController();
  #endpoints: NodeEndpoints = NO_ENDPOINTS;
  #access: MediamtxAccess | null = null;
  #api: MediamtxApi | null = null;
  #supervisor: MediamtxSupervisor | null = null;
  readonly #viewers: Viewers;
  #looking: Promise<void> = Promise.resolve();

  constructor(deps: MediamtxIngestDeps) {
    this.#deps = deps;
    const { onWatched } = deps;
    this.#viewers = new Viewers({ steady: () => performance.now(), onWatched });
  }

  get endpoints(): NodeEndpoints {
    return this.#endpoints;
  }

  /** Where sessions read from it; null before it was started. */
  get access(): MediamtxAccess | null {
    return this.#access;
  }

  get ready(): boolean {
    return this.#supervisor?.ready ?? false;
  }

  async start(): Promise<void> {
    const { config, binary, takesRtmp, apiToken, log, now } = this.#deps;
    const controlPort = this.#deps.controlPort();
    const authAddress = this.#deps.authAddress();
    const folder = join(config.dataDir, 'media');
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const { ports, previous } = await choosePorts(config, folder, takesRtmp);
    const { host, publicHost, tls, pagesOrigin } = config;
    const api = new MediamtxApi(ports.api, apiToken);
    this.#api = api;
    this.#supervisor = new MediamtxSupervisor({
      binary,
      folder,
      config: mediamtxConfig({ host, publicHost, ports, tls, takesRtmp, authAddress, pagesOrigin, binary }),
      ports,
      takesRtmp,
      previous,
      controlPort,
      api,
      log,
      now,
      onRestart: () => this.#deps.onRestart(),
    });
    await this.#supervisor.start();
    this.#access = { rtmp: ports.rtmp, rtsp: ports.rtsp, api: ports.api };
    this.#endpoints = mediamtxEndpoints({ publicHost, ports, tls, takesRtmp });
    this.#looking = this.#keepLooking();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#looking;
    await this.#supervisor?.stop();
  }

  /** Tells of every encoder that publishes now, and what is watched. */
  async look(): Promise<void> {
    const api = this.#api;
    const paths = await api?.paths().catch(() => null);
    if (api == null || paths == null) return;
    for (const path of paths) {
      const publicId = publicIdOf(path.name);
      const protocol = protocolOf(path);
      if (publicId !== null && protocol !== null && path.available && this.#isEncoder(protocol))
        this.#deps.onPublishing(publicId, protocol);
    }
    this.#viewers.seen(await watchedPaths(paths, api));
  }

  /** A viewer was let in who is not there yet. */
  viewerCame(publicId: string): void {
    this.#viewers.came(publicId);
  }

  #isEncoder(protocol: IngestProtocol): boolean {
    return this.#deps.takesRtmp || !isOwnProtocol(protocol);
  }

  async #keepLooking(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      await this.look();
      await pause(REFRESH_MS, undefined, { signal }).catch(() => undefined);
    }
  }
}
