import { readFileSync } from 'node:fs';
import { isCodecHeader, isKeyFrame } from '../kit/platforms/received.ts';
import { encodeMessage, TYPE } from '../kit/rtmp/chunks.ts';
import { type FlvTag, readFlvTags } from '../kit/rtmp/flv.ts';
import { STAMP_END, stamp } from './stamp.ts';

/** Chunk size that `PublishingConnection` announces. */
const CHUNK_SIZE = 4096;
const TIMESTAMP_AT = 1;
const LARGEST_SHORT_TIMESTAMP = 0xfffffe;
const HEADER_BYTES = 12;

/** One message of the input as the chunks of an encoder, but for its timestamp. */
export interface ReadyMessage {
  /** When it is due, in ms from the start of the input. */
  timestamp: number;
  bytes: Buffer;
  payloadBytes: number;
  isKeyFrame: boolean;
  /** Whether it is sound that can carry the time at which it was sent. */
  takesStamp: boolean;
}

/** An input file, encoded once for all publishers of a process. */
export interface ReadyMedia {
  /** Codec headers and metadata, all at timestamp 0. */
  headers: readonly FlvTag[];
  messages: readonly ReadyMessage[];
  /** How long one round through the messages lasts, in ms. */
  roundMs: number;
}

/** Reads an FLV file whose pictures come at one rate. */
export function readReadyMedia(file: string): ReadyMedia {
  const headers: FlvTag[] = [];
  const media: FlvTag[] = [];
  for (const tag of readFlvTags(readFileSync(file))) {
    const header = tag.type === TYPE.video ? isCodecHeader(tag.payload) : tag.payload[1] === 0;
    (tag.type === TYPE.data || header ? headers : media).push(tag);
  }
  const pictures = media.filter(({ type }) => type === TYPE.video).map(({ timestamp }) => timestamp);
  const spanMs = (pictures.at(-1) ?? 0) - (pictures[0] ?? 0);
  const roundMs = spanMs + spanMs / Math.max(1, pictures.length - 1);
  return { headers, messages: media.map(ready), roundMs };
}

function ready({ type, timestamp, payload }: FlvTag): ReadyMessage {
  const chunkStream = type === TYPE.video ? 6 : 4;
  return {
    timestamp,
    bytes: encodeMessage({ chunkStream, type, timestamp: 0, streamId: 1, payload }, CHUNK_SIZE),
    payloadBytes: payload.length,
    isKeyFrame: type === TYPE.video && isKeyFrame(payload),
    takesStamp: type === TYPE.audio && payload.length >= STAMP_END,
  };
}

/**
 * Writes a message into `target` at `at`, under this timestamp and with this time of sending.
 * @throws Error from 4.6 hours on, where timestamps need another form
 */
export function writeReady(
  target: Buffer,
  at: number,
  { message, timestamp, now }: { message: ReadyMessage; timestamp: number; now: number },
): number {
  if (timestamp > LARGEST_SHORT_TIMESTAMP) throw new Error('The bench sends for 4.6 hours at most.');
  message.bytes.copy(target, at);
  target.writeUIntBE(timestamp, at + TIMESTAMP_AT, 3);
  if (message.takesStamp) stamp(target, now, at + HEADER_BYTES);
  return at + message.bytes.length;
}
