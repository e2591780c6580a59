import type { Dropping } from '@neustream/shared/live/facts.ts';
import { decideDropping } from './drop-policy.ts';
import type { Feed } from './feed.ts';
import { timestampAt } from './log-walk.ts';
import type { SendWindow } from './send-window.ts';

const TWO_POW_32 = 0x1_0000_0000;
/** A destination has caught up once it has not been late for this long, in ms of the line. */
const CALM_MS = 10_000;

/** How far `timestamp`, in ms modulo 2^32, lies behind where the line stands, in ms. */
export function msBehind(line: number, timestamp: number): number {
  const straight = line - timestamp;
  // Nearly always so, and several times as fast; this is asked for every write.
  if (straight >= 0 && line < TWO_POW_32 / 2) return straight;
  const behind = ((line % TWO_POW_32) - timestamp + TWO_POW_32) % TWO_POW_32;
  return behind < TWO_POW_32 / 2 ? behind : 0;
}

/** Where on the line the message at `position` stands, in ms. */
export function lineAt(feed: Feed, position: number): number {
  const line = feed.latest;
  const slab = feed.log.slabAt(position);
  return slab ? line - msBehind(line, timestampAt(slab.bytes, position - slab.start)) : line;
}

/** Where an output stands. */
export interface OutputPlace {
  /** Of what it writes next; null while it waits for a place to join. */
  position: number | null;
  /** Bytes that its socket has not accepted. */
  pending: number;
}

export interface LagOptions {
  feed: Feed;
  window: SendWindow;
  mostLagMs: number;
  /** Other pictures than before are left out. */
  onDropping: (dropping: Dropping) => void;
}

/** How far one destination is behind, in ms of the session's line, and what it goes without therefore. */
export class Lag {
  dropping: Dropping = 'nothing';
  readonly #options: LagOptions;
  /** What is left of the lag that a joining output begins with: it does not count. */
  #joinedBehind = 0;
  /** Where the line stood when the destination was last late. */
  #lateAt = 0;

  constructor(options: LagOptions) {
    this.#options = options;
  }

  /** There is something to decide although the destination takes everything. */
  get unsettled(): boolean {
    return this.#joinedBehind > 0 || this.dropping !== 'nothing';
  }

  /** The output joined this far behind. */
  joined(behindMs: number): void {
    this.#joinedBehind = behindMs;
  }

  /** How far the destination is behind, with what it has not acknowledged and without what it joined with. */
  ms(place: OutputPlace): number {
    return Math.max(0, this.#whole(place) - this.#joinedBehind);
  }

  /** What the destination is still to take before what is written next, without what it joined with. */
  aheadMs(pending: number): number {
    const { feed, window } = this.#options;
    const late = Math.max(pending, window.late);
    return (feed.bytesPerMs === 0 ? 0 : late / feed.bytesPerMs) - this.#joinedBehind;
  }

  /**
   * Decides anew what is left out.
   * @param toKey nothing can be decoded before the next key frame, because of what was left out
   * @returns the lag
   */
  decide(place: OutputPlace, toKey: boolean): number {
    const { feed, mostLagMs, onDropping } = this.#options;
    const whole = this.#whole(place);
    this.#joinedBehind = Math.min(this.#joinedBehind, whole);
    const { position, pending } = place;
    const line = feed.latest;
    const lag = position === null ? 0 : line - lineAt(feed, position) + this.aheadMs(pending);
    const before = this.dropping;
    const next = toKey ? 'video' : decideDropping(before, feed.hasVideo ? lag : 0, mostLagMs);
    if (next !== 'nothing') this.#lateAt = line;
    this.dropping = next === 'nothing' && line - this.#lateAt < CALM_MS ? before : next;
    if (this.dropping !== before) onDropping(this.dropping);
    return whole - this.#joinedBehind;
  }

  #whole({ position, pending }: OutputPlace): number {
    const { feed, window } = this.#options;
    const oldest = window.oldest(pending);
    if (oldest !== null) return Math.max(0, feed.latest - oldest);
    return position === null ? 0 : feed.latest - lineAt(feed, position);
  }
}
