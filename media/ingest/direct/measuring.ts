import type { Clock } from '@neustream/shared/kernel/clock.ts';
import { TokenBucket } from '../own/token-bucket.ts';

/** A measurement takes no longer than this, in ms. */
export const MEASURE_MS = 20_000;
/** Read no faster than this: it takes from the line that streams come in on. In bytes: 20 Mbps. */
const LIMITS = { perSecond: 2_500_000, atOnce: 250_000 };

/** One page that measures its uplink: what it sends is counted, in its time and at its speed. */
export class Measuring {
  readonly #bucket: TokenBucket;
  readonly #now: Clock;
  readonly #endsAt: number;
  readonly #onEnd: () => void;
  #ended = false;

  /** @param now milliseconds that setting the system's clock does not change */
  constructor(now: Clock, onEnd: () => void) {
    this.#bucket = new TokenBucket(now, LIMITS);
    this.#now = now;
    this.#endsAt = now() + MEASURE_MS;
    this.#onEnd = onEnd;
  }

  /** So many bytes came. False when it has had its time. */
  count(bytes: number): boolean {
    this.#bucket.spend(bytes);
    return this.#now() < this.#endsAt;
  }

  /** For how long to read nothing, in ms. */
  restMs(): number {
    return this.#bucket.restMs();
  }

  /** Its account may measure again. */
  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#onEnd();
  }
}
