import { type AttachOptions, type Encoders, isOwnProtocol, type PublisherFacts } from './ingest.ts';

export interface EncodersDeps {
  /** Null where MediaMTX takes RTMP too. */
  rtmp: Encoders | null;
  mediamtx: Encoders;
}

/** The encoders of a process that takes RTMP itself and reads from MediaMTX what that takes. */
export class BothEncoders implements Encoders {
  readonly #deps: EncodersDeps;

  constructor(deps: EncodersDeps) {
    this.#deps = deps;
  }

  attach(options: AttachOptions): Promise<void> {
    const { rtmp, mediamtx } = this.#deps;
    return (isOwnProtocol(options.protocol) ? (rtmp ?? mediamtx) : mediamtx).attach(options);
  }

  facts(publicId: string): PublisherFacts | null {
    return this.#deps.rtmp?.facts(publicId) ?? this.#deps.mediamtx.facts(publicId);
  }

  async kick(publicId: string): Promise<void> {
    const { rtmp, mediamtx } = this.#deps;
    await Promise.all([rtmp?.kick(publicId), mediamtx.kick(publicId)]);
  }
}
