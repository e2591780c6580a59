import { type Message, TYPE } from '../rtmp/chunks.ts';
import type { ReceivedStream } from './platform.ts';
import { isCodecHeader, isKeyFrame } from './received.ts';

/** One message as a platform received it. */
export interface LoggedMessage {
  kind: 'audio' | 'video' | 'data';
  timestamp: number;
  /** Length of the payload. */
  bytes: number;
  /** Whether it is a key frame. */
  key: boolean;
}

/** Keeps the essentials of each message of a scripted platform, in order: for tests of a few seconds. */
export class MessageLog {
  readonly #byStream = new Map<ReceivedStream, LoggedMessage[]>();

  /** The platform's `onMedia`. */
  readonly onMedia = (stream: ReceivedStream, { type, timestamp, length, head }: Message): void => {
    const messages = this.#byStream.get(stream) ?? [];
    this.#byStream.set(stream, messages);
    const kind = type === TYPE.video ? 'video' : type === TYPE.audio ? 'audio' : 'data';
    const key = kind === 'video' && isKeyFrame(head) && !isCodecHeader(head);
    messages.push({ kind, timestamp, bytes: length, key });
  };

  /** Messages of every publish, the publishes in order. */
  get messages(): LoggedMessage[] {
    return [...this.#byStream.values()].flat();
  }

  /** Messages of one publish: the first one unless given. */
  of(publish = 0): LoggedMessage[] {
    return [...this.#byStream.values()][publish] ?? [];
  }
}
