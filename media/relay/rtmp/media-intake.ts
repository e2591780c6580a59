import type { MediaMessage } from '../media-message.ts';
import type { RawMessage } from './chunk-reader.ts';
import { MESSAGE } from './message-types.ts';
import { TimestampUnwrapper } from './timestamps.ts';

/** Turns the media messages of one RTMP stream into `MediaMessage`s with extended timestamps. */
export class MediaIntake {
  readonly #unwrapper = new TimestampUnwrapper();

  /** Null for messages that carry no media. */
  read({ type, timestamp, payload }: RawMessage): MediaMessage | null {
    switch (type) {
      case MESSAGE.audio:
        return { kind: 'audio', timestamp: this.#unwrapper.unwrap(timestamp), payload };
      case MESSAGE.video:
        return { kind: 'video', timestamp: this.#unwrapper.unwrap(timestamp), payload };
      case MESSAGE.dataAmf0:
        return { kind: 'data', timestamp: this.#unwrapper.unwrap(timestamp), payload };
      case MESSAGE.dataAmf3:
        // Metadata in AMF3 messages is AMF0 after one format byte.
        return { kind: 'data', timestamp: this.#unwrapper.unwrap(timestamp), payload: payload.subarray(1) };
      default:
        return null;
    }
  }
}
