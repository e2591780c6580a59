import { Writable } from 'node:stream';
import { Feed } from '../feed/feed.ts';
import { FeedOutput } from '../feed/output.ts';
import type { FeedOutputOptions } from '../feed/output-options.ts';
import type { MediaMessage } from '../message/media-message.ts';
import { ChunkReader } from '../rtmp/chunk-reader.ts';
import { encodeMessage } from '../rtmp/chunk-writer.ts';
import { MESSAGE, OUR_CHUNK_SIZE } from '../rtmp/message-types.ts';
import { testInternals } from './internals.ts';
import { AAC_HEADER, AVC_HEADER } from './media.ts';

interface Got {
  type: number;
  timestamp: number;
  streamId: number;
  payload: Buffer;
}

/** A destination's socket that can stop accepting data, and the output that writes to it. */
export class Destination {
  readonly got: Got[] = [];
  /** What is written while it is true arrives once it thaws. */
  frozen = false;
  readonly events: string[] = [];
  readonly output: FeedOutput;
  readonly #reader = new ChunkReader({
    onMessage: (raw) => this.got.push({ ...raw, payload: Buffer.from(raw.payload) }),
  });
  #held: (() => void) | null = null;

  constructor(feed: Feed, options: Partial<FeedOutputOptions> = {}) {
    this.#reader.receive(chunkSize());
    const socket = new Writable({
      highWaterMark: 16 * 1024,
      write: (bytes: Buffer, _encoding, done) => {
        const take = () => {
          this.#reader.receive(bytes);
          done();
        };
        if (this.frozen) this.#held = take;
        else take();
      },
    });
    this.output = new FeedOutput({
      feed,
      socket,
      streamId: 1,
      internals: testInternals(),
      onFlowing: () => this.events.push('flowing'),
      onBlocked: () => this.events.push('blocked'),
      onDropped: (frames) => this.events.push(`dropped ${frames}`),
      onDropping: (dropping) => this.events.push(`dropping ${dropping}`),
      onFormatChanged: () => this.events.push('format changed'),
      ...options,
    });
    this.output.pump();
  }

  get kinds(): string[] {
    return this.got.map(({ type, payload }) => describeMessage(type, payload));
  }

  thaw(): void {
    this.frozen = false;
    this.#held?.();
    this.#held = null;
  }
}

function chunkSize(): Buffer {
  const payload = Buffer.alloc(4);
  payload.writeUInt32BE(OUR_CHUNK_SIZE);
  return encodeMessage(
    { chunkStream: 2, type: MESSAGE.setChunkSize, timestamp: 0, streamId: 0, payload },
    128,
  );
}

function describeMessage(type: number, payload: Buffer): string {
  if (type === MESSAGE.dataAmf0) return 'metadata';
  if (type === MESSAGE.audio) return payload.equals(AAC_HEADER) ? 'aac header' : 'sound';
  if (payload.equals(AVC_HEADER)) return 'avc header';
  return payload[0] === 0x17 ? 'key' : 'frame';
}

/** What `send` passed on last was stamped so, in ms. */
let sentAt = 0;

/** A feed whose input began with these messages; as much time passes as `send`'s timestamps say. */
export function startFeed(...messages: MediaMessage[]): Feed {
  const feed = new Feed({ clock: () => sentAt });
  feed.beginInput();
  send(feed, ...messages);
  return feed;
}

/** Pushes messages and lets every output take them. */
export function send(feed: Feed, ...messages: MediaMessage[]): void {
  for (const message of messages) {
    sentAt = message.timestamp;
    feed.push(message);
  }
  feed.flush();
}
