import { RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible';

/** Wrong tries allowed per network: one every six seconds, plus nine at once, which are restored within a minute. */
const STEADY = { points: 1, duration: 6 };
const AT_ONCE = { points: 9, duration: 60 };

/** Counts wrong tries per network. */
export class Tries {
  readonly #steady = new RateLimiterMemory(STEADY);
  readonly #atOnce = new RateLimiterMemory(AT_ONCE);

  /** Whether the network may try another key. */
  async left(network: string): Promise<boolean> {
    const [steady, atOnce] = await Promise.all([this.#steady.get(network), this.#atOnce.get(network)]);
    return hasLeft(steady, STEADY.duration) || hasLeft(atOnce, AT_ONCE.duration);
  }

  /** Records a wrong try. */
  async spend(network: string): Promise<void> {
    await this.#steady.consume(network).catch(() => this.#atOnce.penalty(network));
  }
}

function hasLeft(spent: RateLimiterRes | null, seconds: number): boolean {
  if (spent === null || spent.msBeforeNext <= 0) return true;
  // The system's clock was set back: nobody should be locked out until it has caught up.
  return spent.remainingPoints > 0 || spent.msBeforeNext > seconds * 1000;
}
