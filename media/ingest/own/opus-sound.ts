import { type MediaMessage, opusPart } from '../../relay/public.ts';
import type { OpusConverter, OpusSink } from '../../transcode/public.ts';

export type ConvertOpus = (sink: OpusSink) => OpusConverter;

export interface OpusSoundOptions {
  /** Null where there is no FFmpeg. */
  convert: ConvertOpus | null;
  push(message: MediaMessage): void;
  /** FFmpeg ended before it had converted anything. */
  onBroken(): void;
}

/** Takes an encoder's Opus out of what it sends and puts AAC in its place. */
export class OpusSound {
  /** The encoder sends Opus. */
  found = false;
  /** Converted sound has come. */
  flowing = false;
  readonly #options: OpusSoundOptions;
  #converter: OpusConverter | null = null;

  constructor(options: OpusSoundOptions) {
    this.#options = options;
  }

  /** True for Opus, which is not to be passed on. */
  take({ kind, timestamp, payload }: MediaMessage): boolean {
    const part = kind === 'audio' ? opusPart(payload) : null;
    if (part === null) return false;
    this.found = true;
    this.#converter ??= this.#start();
    if (part.kind === 'header') this.#converter?.header(part.body);
    else if (part.kind === 'packet') this.#converter?.packet(timestamp, part.body);
    return true;
  }

  close(): void {
    this.#converter?.close();
  }

  #start(): OpusConverter | null {
    const { convert, push } = this.#options;
    if (convert === null) return null;
    return convert({
      onSound: (message) => {
        this.flowing = true;
        push(message);
      },
      onBroken: () => this.#again(),
    });
  }

  /** The next packet starts another FFmpeg, if this one has worked at all. */
  #again(): void {
    if (this.flowing) this.#converter = null;
    else this.#options.onBroken();
    this.flowing = false;
  }
}
