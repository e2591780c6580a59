import { type Message, TYPE } from '../rtmp/chunks.ts';
import type { ReceivedStream } from './platform.ts';

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
      unpublished: false,
      bytes: 0,
      videoMessages: 0,
      audioMessages: 0,
      codecs: [],
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
    this.#addCodec(message);
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

  /** @param unpublished whether the publisher announced it; otherwise its connection closed */
  end({ unpublished }: { unpublished: boolean }): void {
    if (this.stream.endedAt !== null) return;
    this.stream.endedAt = preciseNow();
    this.stream.unpublished = unpublished;
  }

  #addCodec({ type, head }: Message): void {
    const codec = codecOf(type, head);
    const { codecs } = this.stream;
    if (codec === undefined || codecs.includes(codec)) return;
    codecs.push(codec);
    codecs.sort();
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

/** Codecs of FLV 10.1, annex E, by their number, named by the FourCC of enhanced RTMP. */
const VIDEO_CODECS: Record<number, string> = { 2: 'h263', 7: 'avc1', 12: 'hvc1', 13: 'av01' };
const AUDIO_CODECS: Record<number, string> = { 2: '.mp3', 10: 'mp4a', 14: '.mp3' };
/** SoundFormat that says that a FourCC follows. */
const ENHANCED_AUDIO = 9;

function codecOf(type: number, head: Buffer): string | undefined {
  const first = head[0] ?? 0;
  const video = type === TYPE.video;
  const enhanced = video ? (first & 0x80) !== 0 : first >> 4 === ENHANCED_AUDIO;
  if (enhanced) return head.toString('latin1', 1, 5);
  return video ? VIDEO_CODECS[first & 0x0f] : AUDIO_CODECS[first >> 4];
}
