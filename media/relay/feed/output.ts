import type { Dropping } from '@neustream/shared/live/facts.ts';
import type { TrackKind } from '../message/multitrack.ts';
import { ackWindow } from './ack-window.ts';
import type { Borrowed, Cut } from './cut.ts';
import { Delivery } from './delivery.ts';
import { MOST_LAG_MS } from './drop-policy.ts';
import type { Feed, FeedReader } from './feed.ts';
import { Lag, lineAt, msBehind, type OutputPlace } from './lag.ts';
import { LateReading } from './late-reading.ts';
import type { FeedOutputOptions } from './output-options.ts';
import { SendWindow } from './send-window.ts';
import { Skip } from './skip.ts';
import { VIEW_BYTES } from './views.ts';

/** An output that lags further behind than this, in bytes, skips to a key frame, so that memory stays bounded. */
export const MAX_LAG_BYTES = 16 * 1024 * 1024;
/** A destination that takes less than it is offered and is further behind than this, in ms, is slow. */
const SLOW_MS = 300;

/**
 * One destination's reader of a feed: a cursor, and at most one write in flight. It has no queue of its own: what is
 * waiting is in the log that all outputs share.
 */
export class FeedOutput implements FeedReader {
  framesDropped = 0;
  readonly #options: FeedOutputOptions;
  readonly #feed: Feed;
  readonly #delivery: Delivery;
  readonly #window = new SendWindow();
  readonly #mostLagMs: number;
  readonly #lag: Lag;
  readonly #skipped = new Skip();
  /** Chosen where the publish begins. */
  #cut: Cut | null = null;
  /** Next byte to write; null while waiting for a place to join. */
  #cursor: number | null = null;
  /** Reads for a slow destination, instead of the cursor. */
  #late: LateReading | null = null;
  #closed = false;

  constructor(options: FeedOutputOptions) {
    this.#options = options;
    this.#feed = options.feed;
    this.#mostLagMs = options.mostLagMs ?? MOST_LAG_MS;
    this.#lag = new Lag({
      feed: options.feed,
      window: this.#window,
      mostLagMs: this.#mostLagMs,
      onDropping: (dropping) => options.onDropping?.(dropping),
    });
    const { socket, internals, onFlowing } = options;
    this.#delivery = new Delivery({ socket, internals, onDrain: () => this.pump(), onFlowing });
    this.#feed.addReader(this);
  }

  get needs(): number {
    return this.#position ?? Number.POSITIVE_INFINITY;
  }

  /** Bytes of media that the socket accepted. */
  get bytesTaken(): number {
    return this.#delivery.bytesTaken;
  }

  /** Bytes waiting for this destination, those among them that it should have acknowledged by now. */
  get queuedBytes(): number {
    const position = this.#position;
    const inLog = position === null ? 0 : this.#feed.log.head - position;
    return inLog + Math.max(this.#delivery.inFlight, Math.round(this.#window.late));
  }

  /** How far this destination is behind, in ms of the session's line. What it began with at its join does not count. */
  get lagMs(): number {
    return this.#lag.ms(this.#place);
  }

  /** What is left out at the moment. */
  get dropping(): Dropping {
    return this.#lag.dropping;
  }

  /** True while the destination has not taken all it was offered. */
  get blocked(): boolean {
    return this.#delivery.blocked || this.#held;
  }

  /** The sound track that it gets, which may not be the one it asked for; null before it joined. */
  get soundTrack(): number | 'all' | null {
    return this.#cut?.choice.soundTrack ?? null;
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#feed.removeReader(this);
    if (this.#cut) this.#feed.giveBack(this.#cut);
  }

  /** Writes what is new, as far as the destination takes it. */
  pump(): void {
    if (this.#closed) return;
    do {
      if (!this.#delivery.settle()) {
        this.#wait();
        return;
      }
      if (this.#position === null && !this.#join()) return;
    } while (this.#writeNext());
    if (this.#lag.unsettled) this.#decide();
  }

  /** The destination acknowledged something. */
  acknowledged(): void {
    const { acked } = this.#options;
    if (this.#closed || !acked) return;
    const keepsUp = this.#position === this.#feed.log.head;
    this.#window.acknowledged(acked(), keepsUp);
    if (!keepsUp) this.pump();
  }

  formatChanged(kind: TrackKind, track: number): void {
    if (this.#cut === null || this.#closed) return;
    const { soundTrack } = this.#cut.choice;
    if (soundTrack === 'all' || track === (kind === 'audio' ? soundTrack : 0)) this.#endFormat();
  }

  tracksKnown(): void {
    if (this.#cut === null || this.#closed) return;
    const { audioTrack = 0 } = this.#options;
    if (this.#feed.soundTrack(audioTrack) !== this.#cut.choice.soundTrack) this.#endFormat();
  }

  /** Asks for acknowledgements as often as makes sense now. */
  tuneAcks(): void {
    const window = ackWindow(this.#feed.bytesPerMs, this.#late !== null);
    if (window === null) return;
    this.#window.asked(window);
    this.#options.askAcks?.(window);
  }

  get #position(): number | null {
    return this.#late ? this.#late.position : this.#cursor;
  }

  get #place(): OutputPlace {
    return { position: this.#position, pending: this.#delivery.inFlight };
  }

  get #room(): number {
    return this.#feed.hasInput
      ? this.#window.room(this.#feed.latest, this.#feed.bytesPerMs)
      : Number.POSITIVE_INFINITY;
  }

  /** In bytes: its lag in ms says nothing of memory when the encoder's clock stands still. */
  get #tooFarBehind(): boolean {
    const position = this.#position;
    return position !== null && this.#feed.log.head - position > MAX_LAG_BYTES;
  }

  /** Waits for acknowledgements. */
  get #held(): boolean {
    const position = this.#position;
    return position !== null && position < this.#feed.log.head && this.#room <= 0;
  }

  /** The destination takes less than it is offered: what is waiting stays in the log, as far as it is worth it. */
  #wait(): void {
    this.#options.onBlocked();
    const position = this.#position;
    if (position === null) return;
    if (this.#tooFarBehind) {
      this.#skip(position);
      return;
    }
    const lag = this.#decide();
    if (this.#late !== null || lag <= SLOW_MS || !this.#feed.hasVideo) return;
    this.#late = new LateReading(this.#feed.log, position);
    this.tuneAcks();
  }

  #decide(): number {
    return this.#lag.decide(this.#place, this.#late?.toKey === true);
  }

  /** Gives up what is waiting: continues at a key frame. */
  #skip(position: number): void {
    const frames = this.#feed.frames - this.#feed.framesBehind(position);
    this.#skipped.begin(this.#late?.soundPosition ?? position, frames);
    this.#cursor = null;
    this.#late = null;
  }

  #join(): boolean {
    const point = this.#feed.joinPoint(this.#skipped.from);
    if (!point) return false;
    const { streamId, audioTrack = 0 } = this.#options;
    const soundTrack = this.#feed.soundTrack(audioTrack);
    this.#cut ??= this.#feed.cut({ soundTrack, base: point.base, streamId });
    this.#cursor = point.position;
    this.#lag.joined(Math.max(0, this.#feed.latest - point.videoTimestamp));
    const dropped = this.#skipped.end(point);
    if (dropped !== null) {
      this.framesDropped += dropped;
      this.#options.onDropped(dropped);
    }
    const preamble = this.#feed.preamble(point, this.#cut);
    if (preamble.length === 0) return true;
    this.#options.socket.write(preamble);
    this.#window.sent(preamble.length, point.videoTimestamp);
    return true;
  }

  /** Returns true when there may be more to write. */
  #writeNext(): boolean {
    if (this.#late) {
      if (!this.#tooFarBehind) return this.#writeLate(this.#late);
      this.#skip(this.#late.position);
      return false;
    }
    const cursor = this.#cursor;
    const slab = cursor === null ? undefined : this.#feed.log.slabAt(cursor);
    if (cursor === null || this.#cut === null || !slab) return false;
    if (this.#window.full && this.#room <= 0) {
      this.#wait();
      return this.#late !== null;
    }
    const { bytes, length, timestamp, memory } = this.#feed.view(slab, cursor, this.#cut);
    const line = this.#feed.latest;
    const at = line - msBehind(line, timestamp);
    this.#cursor = cursor + length;
    return this.#write(bytes, at, memory) && this.#cursor !== this.#feed.log.head;
  }

  #writeLate(late: LateReading): boolean {
    if (this.#cut === null) return false;
    const before = late.dropped;
    const at = lineAt(this.#feed, late.position);
    const bytes = late.next(this.#cut, {
      room: Math.min(this.#room, VIEW_BYTES),
      lateness: {
        line: this.#feed.latest,
        aheadMs: this.#lag.aheadMs(this.#delivery.inFlight),
        mostLagMs: this.#mostLagMs,
      },
    });
    this.framesDropped += late.dropped - before;
    const taken = bytes.length === 0 || this.#write(bytes, at, null);
    if (late.caughtUp) {
      this.#cursor = late.position;
      this.#late = null;
      this.tuneAcks();
      return false;
    }
    this.#decide();
    if (taken && bytes.length > 0 && this.#room > 0) return true;
    this.#options.onBlocked();
    return false;
  }

  /** Returns true when the socket has accepted it. */
  #write(bytes: Buffer, at: number, memory: Borrowed | null): boolean {
    if (bytes.length === 0) return true;
    this.#window.sent(bytes.length, at);
    if (this.#delivery.write(bytes, memory)) return true;
    this.#options.onBlocked();
    return false;
  }

  #endFormat(): void {
    this.close();
    this.#options.onFormatChanged?.();
  }
}
