import { type AttachOptions, type Encoders, isOwnProtocol, type PublisherFacts } from './ingest.ts';

export interface EncodersDeps {
  /** Null where MediaMTX takes everything. */
  own: Encoders | null;
  mediamtx: Encoders;
}

/** The encoders of a process that takes some itself and reads from MediaMTX what that takes. */
export class BothEncoders implements Encoders {
  readonly #deps: EncodersDeps;

  constructor(deps: EncodersDeps) {
    this.#deps = deps;
  }

  attach(options: AttachOptions): Promise<void> {
    const { own, mediamtx } = this.#deps;
    return (isOwnProtocol(options.protocol) ? (own ?? mediamtx) : mediamtx).attach(options);
  }

  facts(publicId: string): PublisherFacts | null {
    return this.#deps.own?.facts(publicId) ?? this.#deps.mediamtx.facts(publicId);
  }

  async kick(publicId: string): Promise<void> {
    const { own, mediamtx } = this.#deps;
    await Promise.all([own?.kick(publicId), mediamtx.kick(publicId)]);
  }
}
