import { type Message, TYPE } from '../rtmp/chunks.ts';
import type { ReceivedStream } from './behaviour.ts';

/** Epoch milliseconds with microsecond fractions; comparable between processes of one machine. */
export function preciseNow(): number {
  return performance.timeOrigin + performance.now();
}

/** Keeps the books of one publish. */
export class ReceivedBook {
  readonly stream: ReceivedStream;
  #lastByType = new Map<number, number>();

  constructor(app: string, key: string) {
    this.stream = {
      app,
      key,
      acceptedAt: preciseNow(),
      endedAt: null,
      bytes: 0,
      videoMessages: 0,
      audioMessages: 0,
      pictures: 0,
      firstPictureTimestamp: 0,
      lastPictureTimestamp: 0,
      firstVideoAt: null,
      lastMediaAt: null,
      firstTimestamp: null,
      lastTimestamp: 0,
      backwards: 0,
      beganWithKeyFrame: null,
    };
  }

  add(message: Message): void {
    const { stream } = this;
    const now = preciseNow();
    stream.bytes += message.length;
    stream.lastMediaAt = now;
    stream.firstTimestamp ??= message.timestamp;
    stream.lastTimestamp = message.timestamp;
    if (message.timestamp < (this.#lastByType.get(message.type) ?? 0)) stream.backwards += 1;
    this.#lastByType.set(message.type, message.timestamp);
    if (message.type === TYPE.audio) {
      stream.audioMessages += 1;
      return;
    }
    stream.videoMessages += 1;
    if (isCodecHeader(message.head)) return;
    if (stream.pictures === 0) stream.firstPictureTimestamp = message.timestamp;
    stream.pictures += 1;
    stream.lastPictureTimestamp = message.timestamp;
    stream.firstVideoAt ??= now;
    stream.beganWithKeyFrame ??= isKeyFrame(message.head);
  }

  end(): void {
    this.stream.endedAt ??= preciseNow();
  }
}

/** Frame type 1 of FLV VideoTagHeader; the high bit marks enhanced RTMP. */
export function isKeyFrame(head: Buffer): boolean {
  return (((head[0] ?? 0) >> 4) & 7) === 1;
}

/** AVC sequence header, or packet type `SequenceStart` of enhanced RTMP. */
export function isCodecHeader(head: Buffer): boolean {
  const first = head[0] ?? 0;
  return first & 0x80 ? (first & 0x0f) === 0 : head[1] === 0 && (first & 0x0f) === 7;
}
