import { type Message } from '../rtmp/chunks.ts';
import type { ReceivedStream } from './platform.ts';
/** Epoch milliseconds with microsecond fractions; comparable between processes of one machine. */
export declare function preciseNow(): number;
/** Keeps the books of one publish. */
export declare class ReceivedBook {
  #private;
  readonly stream: ReceivedStream;
  constructor(app: string, key: string);
  add(message: Message): void;
  /** @param unpublished whether the publisher announced it; otherwise its connection closed */
  end({ unpublished }: { unpublished: boolean }): void;
}
/** Frame type 1 of FLV VideoTagHeader; the high bit marks enhanced RTMP. */
export declare function isKeyFrame(head: Buffer): boolean;
/** AVC sequence header, or packet type `SequenceStart` of enhanced RTMP. */
export declare function isCodecHeader(head: Buffer): boolean;
