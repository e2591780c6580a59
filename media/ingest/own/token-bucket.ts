import type { Clock } from '@neustream/shared/kernel/clock.ts';

interface BucketLimits {
  perSecond: number;
  /** May be spent at once after a pause. */
  atOnce: number;
}

/** How much may be spent: refilled steadily, overdrawn by whoever does not wait. In any unit. */
export class TokenBucket {
  readonly #now: Clock;
  readonly #limits: BucketLimits;
  #left: number;
  #countedAt: number;

  /** @param now milliseconds that setting the system's clock does not change */
  constructor(now: Clock, limits: BucketLimits) {
    this.#now = now;
    this.#limits = limits;
    this.#left = limits.atOnce;
    this.#countedAt = now();
  }

  /** Returns what is left; negative when more was spent than there was. */
  spend(amount: number): number {
    this.#left -= amount;
    return this.#left;
  }

  /** For how long to spend nothing, in ms. */
  restMs(): number {
    const { perSecond, atOnce } = this.#limits;
    const now = this.#now();
    const elapsed = Math.max(0, now - this.#countedAt);
    this.#countedAt = now;
    this.#left = Math.min(atOnce, this.#left + (elapsed * perSecond) / 1000);
    return this.#left >= 0 ? 0 : Math.ceil((-this.#left / perSecond) * 1000);
  }
}
