import type { Clock } from '@neustream/shared/kernel/clock.ts';
import type { MeasurePermit } from '@neustream/shared/node/measure-permit.ts';
import { MEASURE_MS, type MeasureVerdict } from '../../ingest/public.ts';

/** Measurements of one node at a time: they take from the line that streams come in on. */
const MOST_AT_ONCE = 20;
/** A lane that has died reports no end: its measurements count for no longer than this, in ms. */
const OVER_AFTER_MS = MEASURE_MS + 5000;

/**
 * Which pages measure their uplink to this node now, whichever of its lanes they came to: each permit once, each account
 * one at a time.
 */
export class Measurements {
  readonly #now: Clock;
  /** Those under way, by account. */
  readonly #running = new Map<string, { id: string; overAt: number }>();
  /** Until when permits that were used would be good, in ms since the epoch. */
  readonly #used = new Map<string, number>();

  constructor(now: Clock) {
    this.#now = now;
  }

  /** For a permit that is good and whose signature was checked. */
  begin({ id, account, expiresAt }: MeasurePermit): MeasureVerdict {
    const now = this.#now();
    this.#forget(now);
    if (this.#used.has(id)) return 'REFUSED';
    if (this.#running.has(account) || this.#running.size >= MOST_AT_ONCE) return 'NOT_NOW';
    this.#used.set(id, expiresAt);
    this.#running.set(account, { id, overAt: now + OVER_AFTER_MS });
    return 'BEGUN';
  }

  end({ id, account }: MeasurePermit): void {
    if (this.#running.get(account)?.id === id) this.#running.delete(account);
  }

  #forget(now: number): void {
    for (const [id, expiresAt] of this.#used) if (expiresAt <= now) this.#used.delete(id);
    for (const [account, { overAt }] of this.#running) if (overAt <= now) this.#running.delete(account);
  }
}
