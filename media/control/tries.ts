import type { Clock } from '@neustream/shared/kernel/clock.ts';

/** Wrong tries that an address has at once, and how long one takes to come back, in ms. */
const MOST_TRIES = 10;
const ONE_BACK_MS = 6000;
const MOST_ADDRESSES = 10_000;

/** A bucket of wrong tries per address. */
export class Tries {
  readonly #now: Clock;
  readonly #spent = new Map<string, { tries: number; at: number }>();

  constructor(now: Clock) {
    this.#now = now;
  }

  /** Whether the address may try another key. */
  left(address: string): boolean {
    return this.#tries(address) < MOST_TRIES;
  }

  /** Notes a wrong try. */
  spend(address: string): void {
    const tries = Math.min(this.#tries(address) + 1, MOST_TRIES);
    this.#spent.delete(address);
    this.#spent.set(address, { tries, at: this.#now() });
    const oldest = this.#spent.keys().next().value;
    if (this.#spent.size > MOST_ADDRESSES && oldest !== undefined) this.#spent.delete(oldest);
  }

  #tries(address: string): number {
    const spent = this.#spent.get(address);
    if (spent === undefined) return 0;
    const since = this.#now() - spent.at;
    // The system's clock was set back: nobody is to be kept out until it has caught up.
    return since < 0 ? 0 : Math.max(0, spent.tries - since / ONE_BACK_MS);
  }
}
