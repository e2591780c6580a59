import { setTimeout as pause } from 'node:timers/promises';
import type { Clock } from '@neustream/shared/kernel/clock.ts';
import type { Secret } from '@neustream/shared/kernel/secret.ts';
import type { Logger } from 'pino';
import { type AttachOptions, type Encoders, type PublisherFacts, pathOf } from '../ingest.ts';
import { MediamtxApi } from './api.ts';
import { followPublisher } from './attachment.ts';
import { publisherFacts } from './publisher.ts';
import type { MediamtxReaders } from './readers.ts';

const REFRESH_MS = 1000;

/** The loopback ports at which a running MediaMTX is read and asked. */
export interface MediamtxAccess {
  rtmp: number;
  rtsp: number;
  api: number;
}

export interface MediamtxEncodersDeps {
  /** Null while MediaMTX has not been started yet. */
  access(): MediamtxAccess | null;
  apiToken: Secret;
  readers: MediamtxReaders;
  log: Logger;
  now: Clock;
}

/** The encoders that publish to a MediaMTX, whoever started it. */
export class MediamtxEncoders implements Encoders {
  readonly #deps: MediamtxEncodersDeps;
  readonly #facts = new Map<string, PublisherFacts>();
  readonly #attached = new Set<string>();
  #refreshing = false;

  constructor(deps: MediamtxEncodersDeps) {
    this.#deps = deps;
  }

  async attach(options: AttachOptions): Promise<void> {
    const { publicId, onFlowing, onRejected } = options;
    const { readers, log, now } = this.#deps;
    const access = this.#deps.access();
    if (access === null || this.#attached.has(publicId)) return;
    this.#attached.add(publicId);
    void this.#keepFresh();
    const keep = (facts: PublisherFacts) => this.#facts.set(publicId, facts);
    try {
      await followPublisher(
        {
          ...options,
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
          api: this.#apiOf(access),
          readCopy: readers.copy(access.rtmp),
          readTranscoded: readers.transcoded(access.rtsp),
          conversion: () => readers.conversion(),
          log,
          now,
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
    const access = this.#deps.access();
    if (access === null) return;
    try {
      const api = this.#apiOf(access);
      const path = await api.path(pathOf(publicId));
      if (path?.source != null) await api.kick(path.source);
    } catch (error) {
      this.#deps.log.warn({ err: error, publicId }, 'an encoder could not be dropped');
    }
  }

  #apiOf(access: MediamtxAccess): MediamtxApi {
    return new MediamtxApi(access.api, this.#deps.apiToken);
  }

  /** Runs while there is an encoder whose facts may change. */
  async #keepFresh(): Promise<void> {
    if (this.#refreshing) return;
    this.#refreshing = true;
    while (this.#attached.size > 0) {
      await pause(REFRESH_MS, undefined, { ref: false });
      const access = this.#deps.access();
      if (access !== null) await this.#refresh(this.#apiOf(access));
    }
    this.#refreshing = false;
  }

  async #refresh(api: MediamtxApi): Promise<void> {
    for (const publicId of this.#facts.keys()) {
      const path = await api.path(pathOf(publicId)).catch(() => null);
      const known = this.#facts.get(publicId);
      if (path?.available && known !== undefined)
        this.#facts.set(publicId, publisherFacts(path, known.encoder));
    }
  }
}
