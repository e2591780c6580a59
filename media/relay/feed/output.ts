import type { Writable } from 'node:stream';
import type { NodeInternals } from '@neustream/shared/node/internals/internals.ts';
import { encodedSizeAt, STREAM_ID_OFFSET } from '../rtmp/chunk-writer.ts';
import { OUR_CHUNK_SIZE } from '../rtmp/message-types.ts';
import { type Feed, type FeedReader, type JoinPoint, LOG_STREAM_ID } from './feed.ts';
import { MediaWriter } from './media-writer.ts';
import type { Slab } from './slab-log.ts';

/** An output that lags further behind than this, in bytes, skips to a key frame. */
export const MAX_LAG_BYTES = 8 * 1024 * 1024;

export interface FeedOutputOptions {
  feed: Feed;
  /** The destination's socket. The output writes to it; closing it is up to the owner. */
  socket: Writable;
  /** The stream id that the destination assigned. */
  streamId: number;
  internals: NodeInternals;
  /** The destination's socket accepted media for the first time. */
  onFlowing: () => void;
  /** The socket accepted less than it was given; `mark` tells whether it makes progress. */
  onBlocked: () => void;
  /** Frames were dropped because the destination lagged behind. */
  onDropped: (frames: number) => void;
}

/**
 * One destination's reader of a feed: a cursor, and at most one write in flight. It has no queue of its own: what is
 * waiting is in the log that all outputs share.
 */
export class FeedOutput implements FeedReader {
  /** Bytes of media that the socket accepted. */
  bytesTaken = 0;
  framesDropped = 0;
  readonly #options: FeedOutputOptions;
  readonly #feed: Feed;
  readonly #writer: MediaWriter;
  /** Next byte to write; null while waiting for a place to join. */
  #cursor: number | null = null;
  /** Nothing before this position may be written any more. */
  #from = 0;
  /** Frames before `#from`, if some after it have to be counted as dropped. */
  #framesAtFrom: number | null = null;
  #inFlight = 0;
  #borrowed: Slab | null = null;
  #flowing = false;
  #closed = false;

  constructor(options: FeedOutputOptions) {
    this.#options = options;
    this.#feed = options.feed;
    this.#writer = new MediaWriter(options.socket, options.internals, () => this.pump());
    this.#feed.addReader(this);
  }

  get needs(): number {
    return this.#cursor ?? Number.POSITIVE_INFINITY;
  }

  /** Bytes waiting for this destination. */
  get queuedBytes(): number {
    return this.#cursor === null ? this.#inFlight : this.#feed.log.head - this.#cursor;
  }

  /** True while the socket has not accepted all it was given. */
  get blocked(): boolean {
    return this.#inFlight > 0 && this.#writer.pending;
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#writer.close();
    this.#feed.removeReader(this);
  }

  /** Writes what is new, as far as the socket accepts it. */
  pump(): void {
    if (this.#closed) return;
    do {
      if (this.#inFlight > 0 && !this.#settle()) return;
      if (this.#cursor === null && !this.#join()) return;
    } while (this.#writeNext() && this.#cursor !== this.#feed.log.head);
  }

  /** Accounts for the write in flight. Returns false while it is still in flight. */
  #settle(): boolean {
    if (this.#writer.pending) {
      if (this.#cursor !== null && this.#feed.log.head - this.#cursor > MAX_LAG_BYTES)
        this.#skip(this.#cursor);
      return false;
    }
    if (this.#borrowed) this.#borrowed.borrowed -= 1;
    this.#borrowed = null;
    const taken = this.#inFlight;
    this.#inFlight = 0;
    if (this.#cursor !== null) this.#cursor += taken;
    this.#took(taken);
    return true;
  }

  #took(bytes: number): void {
    this.bytesTaken += bytes;
    if (this.#flowing) return;
    this.#flowing = true;
    this.#options.onFlowing();
  }

  /** Gives up what is waiting: continues at a key frame after the write in flight. */
  #skip(cursor: number): void {
    this.#from = cursor + this.#inFlight;
    this.#framesAtFrom = this.#feed.frames - this.#feed.framesBehind(this.#from);
    this.#cursor = null;
  }

  #join(): boolean {
    const point = this.#feed.joinPoint(this.#from);
    if (!point) return false;
    this.#cursor = point.position;
    this.#countDropped(point);
    const preamble = this.#feed.preamble(point);
    if (preamble.length > 0) this.#options.socket.write(this.#addressed(preamble));
    return true;
  }

  #countDropped(point: JoinPoint): void {
    if (this.#framesAtFrom === null) return;
    const dropped = Math.max(0, point.frames - this.#framesAtFrom);
    this.#framesAtFrom = null;
    this.framesDropped += dropped;
    this.#options.onDropped(dropped);
  }

  #writeNext(): boolean {
    const cursor = this.#cursor;
    const slab = cursor === null ? undefined : this.#feed.log.slabAt(cursor);
    if (cursor === null || !slab) return false;
    const view = this.#feed.view(slab, cursor);
    this.#writer.write(this.#addressed(view));
    if (!this.#writer.pending) {
      this.#cursor = cursor + view.length;
      this.#took(view.length);
      return true;
    }
    this.#inFlight = view.length;
    this.#borrowed = slab;
    slab.borrowed += 1;
    this.#options.onBlocked();
    return false;
  }

  /** The same messages for a destination that assigned another stream id than the log is written with. */
  #addressed(view: Buffer): Buffer {
    const { streamId } = this.#options;
    if (streamId === LOG_STREAM_ID) return view;
    const copy = Buffer.from(view);
    for (let at = 0; at < copy.length; at += encodedSizeAt(copy, at, OUR_CHUNK_SIZE)) {
      copy.writeUInt32LE(streamId, at + STREAM_ID_OFFSET);
    }
    return copy;
  }
}
