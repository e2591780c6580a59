import { classifyAudio } from '../message/media-codec.ts';
import type { MediaMessage } from '../message/media-message.ts';
import { AV1 } from './av1.ts';
import { AVC } from './avc.ts';
import { HEVC } from './hevc.ts';
import type { ParameterSets } from './parameter-sets.ts';
import { type ConfigurableCodec, type KeyBody, keyBody, recordBody } from './video-body.ts';

const CODECS: Readonly<Record<ConfigurableCodec, ParameterSets>> = { avc1: AVC, hvc1: HEVC, av01: AV1 };
/**
 * How long a doubtful header waits for the first key frame, in ms of the stream's own time: as long as encoders with
 * default settings take to the next one (250 frames). Passing it on earlier ends the publishes again once the key frame
 * shows that the header was wrong.
 */
const HOLD_MS = 10_000;

export interface VideoHeadersOptions {
  /**
   * Whether codec headers are what the encoder sent. MediaMTX makes one up where the encoder's protocol has none (AV1,
   * and everything over SRT), so its headers are believed only once a key frame agrees with them.
   */
  trusted: boolean;
  push(message: MediaMessage): void;
}

/** Passes messages on, so that each stream of pictures begins with a codec header that describes it. */
export class VideoHeaders {
  readonly #options: VideoHeadersOptions;
  /** The record of the header that was passed on last. */
  #record: Buffer | null = null;
  #held: MediaMessage | null = null;
  /** Metadata and codec headers of sound that came while a header was held back: they are sent only once. */
  #waiting: MediaMessage[] = [];

  constructor(options: VideoHeadersOptions) {
    this.#options = options;
  }

  take(message: MediaMessage): void {
    const body = message.kind === 'video' ? keyBody(message.payload) : null;
    if (body === null) this.#takeOther(message);
    else if (body.isRecord) this.#takeHeader(message, body);
    else this.#takeKeyFrame(message, body);
  }

  /** While a header is held back, nothing else is passed on: outputs would begin without a picture. Frames are lost. */
  #takeOther(message: MediaMessage): void {
    const held = this.#held;
    if (held !== null) {
      if (Math.abs(message.timestamp - held.timestamp) < HOLD_MS) {
        if (isNeededLater(message)) this.#waiting.push({ ...message, payload: Buffer.from(message.payload) });
        return;
      }
      this.#passHeld(held);
    }
    this.#options.push(message);
  }

  #takeHeader(message: MediaMessage, { codec, data }: KeyBody): void {
    if (!CODECS[codec].complete(data)) return;
    if (this.#options.trusted) {
      this.#record = Buffer.from(data);
      this.#options.push(message);
    } else this.#held = { ...message, payload: Buffer.from(message.payload) };
  }

  #takeKeyFrame(message: MediaMessage, body: KeyBody): void {
    const { trusted, push } = this.#options;
    const sets = CODECS[body.codec];
    if (this.#held !== null) {
      const held = keyBody(this.#held.payload);
      if (held?.codec === body.codec && sets.holds(held.data, body.data)) this.#passHeld(this.#held);
    }
    const agrees = this.#record !== null && (trusted || sets.holds(this.#record, body.data));
    const record = agrees ? null : sets.record(body.data);
    if (record !== null) {
      this.#record = record;
      this.#pass({ kind: 'video', timestamp: message.timestamp, payload: recordBody(record, body) });
    } else if (this.#held !== null) this.#passHeld(this.#held);
    this.#held = null;
    push(message);
  }

  #passHeld(held: MediaMessage): void {
    this.#held = null;
    this.#record = keyBody(held.payload)?.data ?? null;
    this.#pass(held);
  }

  /** A codec header of the picture, and what waited for it. */
  #pass(header: MediaMessage): void {
    this.#options.push(header);
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const message of waiting) this.#options.push(message);
  }
}

function isNeededLater({ kind, payload }: MediaMessage): boolean {
  return kind === 'data' || (kind === 'audio' && classifyAudio(payload).role === 'header');
}
