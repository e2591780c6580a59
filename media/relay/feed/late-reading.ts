import type { Dropping } from '@neustream/shared/live/facts.ts';
import { classifyVideo } from '../message/media-codec.ts';
import { encodedSizeAt, payloadOffset } from '../rtmp/chunk-writer.ts';
import { MESSAGE, OUR_CHUNK_SIZE } from '../rtmp/message-types.ts';
import { type Cut, sizeBound } from './cut.ts';
import { isDisposable } from './disposable.ts';
import { decideDropping } from './drop-policy.ts';
import { msBehind } from './lag.ts';
import { eachMessage, payloadAt, timestampAt, typeAt } from './log-walk.ts';
import type { SlabLog } from './slab-log.ts';

/** What decides whether a picture is still worth sending. */
export interface Lateness {
  /** Where the line stands, in ms. */
  line: number;
  /** What is already on its way before the picture, in ms of the line. */
  aheadMs: number;
  mostLagMs: number;
}

/**
 * A slow destination's two cursors into the log: all sound goes out before the picture that is waiting, so that it has
 * no gaps, and of the picture as much as arrives in time, in groups that can be decoded.
 */
export class LateReading {
  /** Pictures left out so far. */
  dropped = 0;
  readonly #log: SlabLog;
  #sound: number;
  #picture: number;
  #dropping: Dropping = 'nothing';
  #toKey = false;

  constructor(log: SlabLog, position: number) {
    this.#log = log;
    this.#sound = position;
    this.#picture = position;
  }

  /** Where reading stands: nothing before it is needed any more. */
  get position(): number {
    return Math.min(this.#picture, this.#sound);
  }

  /** Every picture is left out up to the next key frame. */
  get toKey(): boolean {
    return this.#toKey;
  }

  /** No sound before this position may be written any more. */
  get soundPosition(): number {
    return this.#sound;
  }

  /** Both cursors stand at the head, and the next picture can be decoded. */
  get caughtUp(): boolean {
    return !this.#toKey && this.#picture === this.#log.head && this.#sound === this.#log.head;
  }

  /**
   * What to write next, as chunks: the sound that there is, then pictures.
   * @param options.room bytes of picture; the last one may go over it
   */
  next(cut: Cut, { room, lateness }: { room: number; lateness: Lateness }): Buffer {
    const pieces: Buffer[] = [];
    let bytes = 0;
    const take = (from: Buffer, at: number) => {
      const target = Buffer.allocUnsafe(sizeBound(encodedSizeAt(from, at, OUR_CHUNK_SIZE)));
      const end = cut.write(target, 0, { bytes: from, at });
      bytes += end;
      if (end > 0) pieces.push(target.subarray(0, end));
    };
    const { head } = this.#log;
    this.#sound = eachMessage(this.#log, { position: this.#sound, end: head }, (from, at) => {
      if (typeAt(from, at) === MESSAGE.audio) take(from, at);
      return true;
    });
    bytes = 0;
    if (room <= 0) return Buffer.concat(pieces);
    this.#picture = eachMessage(this.#log, { position: this.#picture, end: head }, (from, at) => {
      if (typeAt(from, at) === MESSAGE.audio) return true;
      if (this.#isWorthSending(from, at, lateness)) take(from, at);
      return bytes < room;
    });
    return Buffer.concat(pieces);
  }

  #isWorthSending(from: Buffer, at: number, { line, aheadMs, mostLagMs }: Lateness): boolean {
    if (typeAt(from, at) !== MESSAGE.video) return true;
    const { role, track } = classifyVideo(from.subarray(payloadOffset(from, at)));
    if (role !== 'key' && role !== 'frame') return true;
    const lag = msBehind(line, timestampAt(from, at)) + aheadMs;
    this.#dropping = decideDropping(this.#dropping, lag, mostLagMs);
    if (this.#dropping === 'video') this.#toKey = true;
    else if (role === 'key' && track === 0) this.#toKey = false;
    const drop =
      this.#toKey ||
      (this.#dropping === 'disposable' && role === 'frame' && isDisposable(payloadAt(from, at)));
    if (drop && track === 0) this.dropped += 1;
    return !drop;
  }
}
