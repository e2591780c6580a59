/** A timer rounds down and its retry is clamped to 4 ms, so a tick this close is due, in ms. */
const CLOSE_MS = 2;

/**
 * When ticks of a steady rate are due, however late the timer is: ticks that were missed are left out, not made up for
 * in a bunch.
 */
export class Schedule {
  readonly #periodMs: number;
  #dueAt: number;
  /** Ticks that were due so far, also those that were left out. */
  due = 0;

  constructor(frameRate: number, now: number) {
    this.#periodMs = 1000 / frameRate;
    this.#dueAt = now + this.#periodMs;
  }

  /** Whether a tick is due now; then the next one is a period later. */
  take(now: number): boolean {
    if (now < this.#dueAt - CLOSE_MS) return false;
    const missed = Math.max(0, Math.floor((now + CLOSE_MS - this.#dueAt) / this.#periodMs));
    this.due += 1 + missed;
    this.#dueAt += (1 + missed) * this.#periodMs;
    return true;
  }

  /** How long until the next tick, in ms. */
  restMs(now: number): number {
    return Math.max(0, this.#dueAt - now);
  }
}

/** Calls back at a steady rate, on timers of the worker, which run in a hidden page as well. */
export class Ticker {
  readonly #schedule: Schedule;
  readonly #onTick: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(frameRate: number, onTick: () => void) {
    this.#schedule = new Schedule(frameRate, performance.now());
    this.#onTick = onTick;
    this.#wait();
  }

  /** Ticks that were due so far. */
  get due(): number {
    return this.#schedule.due;
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #wait(): void {
    this.#timer = setTimeout(() => {
      const isDue = this.#schedule.take(performance.now());
      this.#wait();
      if (isDue) this.#onTick();
    }, this.#schedule.restMs(performance.now()));
  }
}
