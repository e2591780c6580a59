import type { Clock } from '@neustream/shared/kernel/clock.ts';
import type { MeasurePermit } from '@neustream/shared/node/measure-permit.ts';

/** A measurement takes no longer than this, in ms. */
const MOST_MS = 20_000;
/** As much as 25 Mbps bring in that time. */
const MOST_BYTES = 64 * 1024 * 1024;
/** Measurements of one process at a time: they take from the line that streams come in on. */
const MOST_AT_ONCE = 20;

/** One measurement that is under way. */
export interface Measuring {
  /** So many bytes came. False when it has had its time, or its bytes. */
  count(bytes: number): boolean;
  end(): void;
}

/** Who measures an uplink to this process: each permit once, each account one at a time, for a bounded time. */
export class Measurements {
  readonly #read: (permit: string) => MeasurePermit | null;
  readonly #steady: Clock;
  readonly #now: Clock;
  readonly #accounts = new Set<string>();
  /** Until when permits that were used would be good, in ms since the epoch. */
  readonly #used = new Map<string, number>();

  constructor(deps: { read: (permit: string) => MeasurePermit | null; now: Clock; steady: Clock }) {
    this.#read = deps.read;
    this.#now = deps.now;
    this.#steady = deps.steady;
  }

  /** Null when this permit allows nothing, or not now. */
  begin(text: string): Measuring | null {
    const permit = this.#read(text);
    this.#forgetExpired();
    if (permit === null || this.#used.has(permit.id)) return null;
    if (this.#accounts.has(permit.account) || this.#accounts.size >= MOST_AT_ONCE) return null;
    this.#used.set(permit.id, permit.expiresAt);
    this.#accounts.add(permit.account);
    const endsAt = this.#steady() + MOST_MS;
    let left = MOST_BYTES;
    return {
      count: (bytes) => {
        left -= bytes;
        return left >= 0 && this.#steady() < endsAt;
      },
      end: () => this.#accounts.delete(permit.account),
    };
  }

  #forgetExpired(): void {
    const now = this.#now();
    for (const [id, expiresAt] of this.#used) if (expiresAt <= now) this.#used.delete(id);
  }
}
