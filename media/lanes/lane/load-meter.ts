import type { Clock } from '@neustream/shared/kernel/clock.ts';

/** A load is measured over at least this time, in ms. */
const LEAST_MS = 900;

/** Share of one core that this process used lately. */
export class LoadMeter {
  readonly #steady: Clock;
  readonly #usedMicros: () => number;
  #since: { at: number; micros: number };
  #load = 0;
  /** What was used before the first reading was for starting. */
  #started = false;

  /** @param usedMicros processor time of this process so far, in microseconds */
  constructor(steady: Clock, usedMicros: () => number = usedByThisProcess) {
    this.#steady = steady;
    this.#usedMicros = usedMicros;
    this.#since = { at: steady(), micros: usedMicros() };
  }

  /** From 0 to 1. */
  read(): number {
    const at = this.#steady();
    const ms = at - this.#since.at;
    if (ms < LEAST_MS) return this.#load;
    const micros = this.#usedMicros();
    if (this.#started) this.#load = Math.min(1, Math.max(0, (micros - this.#since.micros) / 1000 / ms));
    this.#since = { at, micros };
    this.#started = true;
    return this.#load;
  }
}

function usedByThisProcess(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}
