import type { MediaKind } from '../message/media-message.ts';

/** A jump larger than this, in ms, means that the encoder restarted its timestamps, not that a frame is late. */
const JUMP_MS = 3000;
/** Smallest pause put between two inputs, in ms: about one frame. */
const MIN_GAP_MS = 40;

/**
 * Puts the timestamps of successive inputs on one line that begins at 0 and never goes back. Everything in an input is
 * shifted by the same amount, so sound and picture keep their offset.
 */
export class Timeline {
  readonly #last: Record<MediaKind, number> = { audio: 0, video: 0, data: 0 };
  #offset = 0;
  #previousOffset: number | null = null;
  #anchored = false;
  #started = false;
  #lastAt = 0;
  #latest = 0;

  /** The latest timestamp returned, in ms. */
  get latest(): number {
    return this.#latest;
  }

  /** The next frame belongs to another input, with timestamps of its own. */
  beginInput(): void {
    this.#anchored = false;
    this.#previousOffset = null;
  }

  /**
   * Places what belongs before the frames: metadata and codec headers. Many programs stamp them 0, so they move nothing
   * else, and take the place where the line stands when they seem to belong elsewhere.
   */
  placeAhead(kind: MediaKind, timestamp: number): number {
    const placed = timestamp + this.#offset;
    const fits = this.#anchored && Math.abs(placed - this.#latest) <= JUMP_MS;
    return this.insert(kind, fits ? placed : this.#latest);
  }

  /**
   * @param timestamp ms as the input counts them
   * @param now the current time in ms: a gap between inputs lasts as long as it really did
   * @returns ms on the session's line
   */
  place(kind: MediaKind, timestamp: number, now: number): number {
    if (!this.#anchored) this.#anchor(timestamp, now);
    let placed = timestamp + this.#offset;
    if (this.#started && Math.abs(placed - this.#latest) > JUMP_MS)
      placed = this.#placeJump(timestamp, placed, now);
    placed = Math.max(placed, this.#last[kind]);
    this.#last[kind] = placed;
    if (placed > this.#latest) this.#latest = placed;
    this.#started = true;
    this.#lastAt = now;
    return placed;
  }

  /** Places something of our own, such as silence, at a place of the line itself, in ms; not before others of its kind. */
  insert(kind: MediaKind, at: number): number {
    const placed = Math.max(at, this.#last[kind]);
    this.#last[kind] = placed;
    if (placed > this.#latest) this.#latest = placed;
    return placed;
  }

  #anchor(timestamp: number, now: number): void {
    const gap = this.#started ? Math.max(MIN_GAP_MS, Math.round(now - this.#lastAt)) : 0;
    this.#offset = this.#latest + gap - timestamp;
    this.#anchored = true;
  }

  #placeJump(timestamp: number, placed: number, now: number): number {
    const previous = this.#previousOffset;
    // After a jump, the other kind may still have frames with old timestamps on their way.
    if (previous !== null && Math.abs(timestamp + previous - this.#latest) <= JUMP_MS)
      return timestamp + previous;
    // Time that really passed without frames; more than that is another count, which must not carry the line away.
    if (placed > this.#latest && placed - this.#latest <= now - this.#lastAt + JUMP_MS) return placed;
    this.#previousOffset = this.#offset;
    this.#anchor(timestamp, now);
    return timestamp + this.#offset;
  }
}
