import type { MediaMessage } from '../message/media-message.ts';
import { asAmf0 } from './amf-decode.ts';
import type { RawMessage } from './chunk-reader.ts';
import { MESSAGE } from './message-types.ts';
import { TimestampUnwrapper } from './timestamps.ts';

/** Turns the media messages of one RTMP stream into `MediaMessage`s with extended timestamps. */
export class MediaIntake {
  readonly #unwrapper = new TimestampUnwrapper();

  /** Null for messages that carry no media, or data that cannot be read. */
  read({ type, timestamp, payload }: RawMessage): MediaMessage | null {
    switch (type) {
      case MESSAGE.audio:
        return { kind: 'audio', timestamp: this.#unwrapper.unwrap(timestamp), payload };
      case MESSAGE.video:
        return { kind: 'video', timestamp: this.#unwrapper.unwrap(timestamp), payload };
      case MESSAGE.dataAmf0:
        return { kind: 'data', timestamp: this.#unwrapper.unwrap(timestamp), payload };
      case MESSAGE.dataAmf3:
        return this.#dataAmf3(timestamp, payload);
      default:
        return null;
    }
  }

  #dataAmf3(timestamp: number, payload: Buffer): MediaMessage | null {
    try {
      return { kind: 'data', timestamp: this.#unwrapper.unwrap(timestamp), payload: asAmf0(payload) };
    } catch {
      // Remarks of an encoder that nobody could read are no reason to drop its picture.
      return null;
    }
  }
}
