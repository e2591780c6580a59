import type { Clock } from '@neustream/shared/kernel/clock.ts';

/** Interval between questions to a MediaMTX that answers, in ms. */
const ASK_EVERY_MS = 1000;
/** One question may be lost on a busy machine; so many in a row, of two seconds each, are not. */
const MOST_MISSED = 3;
/** A question that took longer than its deadline by this much says that we ourselves were held up, in ms. */
const LATE_MS = 1000;

export interface HealthOptions {
  /** Whether MediaMTX answered in time. */
  ask(): Promise<boolean>;
  /** How long `ask` waits, in ms. */
  deadlineMs: number;
  now: Clock;
}

/** Finds out whether a MediaMTX whose process is there has stopped working. */
export class Health {
  readonly #options: HealthOptions;
  #missed = 0;
  #askedAt = Number.NEGATIVE_INFINITY;

  constructor(options: HealthOptions) {
    this.#options = options;
  }

  /** Call it often: it asks when that is due, and settles with the answer. */
  async hangs(): Promise<boolean> {
    const { ask, deadlineMs, now } = this.#options;
    const began = now();
    if (this.#missed === 0 && began - this.#askedAt < ASK_EVERY_MS) return false;
    this.#askedAt = began;
    const answered = await ask();
    if (answered) this.#missed = 0;
    else if (now() - began < deadlineMs + LATE_MS) this.#missed += 1;
    return this.#missed >= MOST_MISSED;
  }
}
