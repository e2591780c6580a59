import { setTimeout as pause } from 'node:timers/promises';
import type { Clock } from '@neustream/shared/kernel/clock.ts';
import type { Outwaited } from '../ingest.ts';

/** A publisher that was silent for this long gives way to another with the same key, in ms. */
const SILENT_MS = 3000;
/** What arrives so soon after another encoder came may have been on its way since before, in ms. */
const ON_ITS_WAY_MS = 300;
/** How often somebody who waits for silence looks, in ms. */
const LOOK_MS = 50;

/** Whether an encoder is still there, as far as its connection tells: one that lost its network does not hang up. */
export class SignsOfLife {
  readonly #now: Clock;
  readonly #left = Promise.withResolvers<'gone'>();
  #heardAt: number;

  constructor(now: Clock) {
    this.#now = now;
    this.#heardAt = now();
  }

  /** The encoder sent something. */
  heard(now: number): void {
    this.#heardAt = now;
  }

  /** Its connection ended. */
  gone(): void {
    this.#left.resolve('gone');
  }

  /** Waits until it is clear: the encoder says something, has been silent for 3 s, or hangs up. */
  async outwait(): Promise<Outwaited> {
    const since = this.#now();
    while (this.#heardAt + SILENT_MS > this.#now()) {
      if (this.#heardAt > since + ON_ITS_WAY_MS) return 'alive';
      const left = await Promise.race([this.#left.promise, pause(LOOK_MS, null)]);
      if (left !== null) return left;
    }
    return 'silent';
  }
}
