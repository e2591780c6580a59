import type { EncoderLimit } from '@neustream/shared/live/schemas.ts';
import type { VideoSettings } from '../protocol.ts';

/** What is seen of a publish, twice a second. */
export interface Observation {
  /** In ms, of any steady clock. */
  now: number;
  /** Bits per second that the ingest took lately. */
  throughput: number;
  /** How old the oldest media is that the ingest has not acknowledged, in ms. */
  delayMs: number;
  /** Share of the due frames that the encoder could not take lately, from 0 to 1. */
  skipped: number;
}

/** What the encoder is told. */
export interface Orders {
  bitrate: number;
  frameRate: number;
  limit: EncoderLimit | null;
}

/** Acknowledgements come each 200 ms and take their way: less than this is no delay, in ms. */
const CALM_MS = 600;
const LATE_MS = 1000;
/** Part of what passed that is asked of the encoder, so that what waits can drain. */
const CAUTION = 0.8;
/** Of the wished bitrate: below this, frames are left out instead. */
const LEAST_SHARE = 0.3;
const LEAST_BITRATE = 300_000;
const LEAST_FRAME_RATE = 10;
const LOWER_EVERY_MS = 1000;
/** How long it has to be calm before more is tried: longer each time that was too much. In ms. */
const FIRST_CALM_MS = 2000;
const LONGEST_CALM_MS = 30_000;
const RAISE_EVERY_MS = 1000;
const RAISE = 1.15;
const MOST_SKIPPED = 0.1;

/**
 * Decides what the encoder should do so that everything it makes arrives in time: first fewer bits, then fewer frames,
 * never another size. It climbs back by steps, and waits longer after each step that was too much.
 */
export class Steering {
  readonly #wished: Pick<VideoSettings, 'bitrate' | 'frameRate'>;
  #orders: Orders;
  #calmSince: number | null = null;
  #calmMs = FIRST_CALM_MS;
  #changedAt = Number.NEGATIVE_INFINITY;
  #raisedAt = Number.NEGATIVE_INFINITY;

  constructor(wished: Pick<VideoSettings, 'bitrate' | 'frameRate'>) {
    this.#wished = wished;
    this.#orders = { bitrate: wished.bitrate, frameRate: wished.frameRate, limit: null };
  }

  get orders(): Orders {
    return this.#orders;
  }

  observe(seen: Observation): Orders {
    const { now, delayMs, skipped } = seen;
    if (delayMs > LATE_MS) this.#uplinkIsSlow(seen);
    else if (skipped > MOST_SKIPPED) this.#encoderIsSlow(now);
    else if (delayMs <= CALM_MS) this.#isCalm(now);
    else this.#calmSince = null;
    return this.#orders;
  }

  #uplinkIsSlow({ now, throughput }: Observation): void {
    this.#noteTooMuch(now);
    if (now - this.#changedAt < LOWER_EVERY_MS) return;
    const least = Math.min(this.#wished.bitrate, Math.max(LEAST_BITRATE, this.#wished.bitrate * LEAST_SHARE));
    const { bitrate, frameRate } = this.#orders;
    const passes = Math.max(least, Math.min(bitrate * 0.85, throughput * CAUTION));
    // The picture keeps its size: what is left to give are frames.
    const atLeast = bitrate <= least;
    this.#change(now, {
      bitrate: Math.round(passes),
      frameRate: atLeast ? lower(frameRate) : frameRate,
      limit: 'uplink',
    });
  }

  #encoderIsSlow(now: number): void {
    this.#noteTooMuch(now);
    if (now - this.#changedAt < 2 * LOWER_EVERY_MS) return;
    const { bitrate, frameRate } = this.#orders;
    this.#change(now, { bitrate, frameRate: lower(frameRate), limit: 'encoder' });
  }

  /** Soon after a step up: that was too much, and the next try waits longer. */
  #noteTooMuch(now: number): void {
    this.#calmSince = null;
    if (now - this.#raisedAt > LONGEST_CALM_MS) return;
    this.#raisedAt = Number.NEGATIVE_INFINITY;
    this.#calmMs = Math.min(LONGEST_CALM_MS, this.#calmMs * 2);
  }

  #isCalm(now: number): void {
    this.#calmSince ??= now;
    const { bitrate, frameRate, limit } = this.#orders;
    const { bitrate: most, frameRate: fastest } = this.#wished;
    if (bitrate >= most && frameRate >= fastest) {
      if (now - this.#calmSince > 2 * LONGEST_CALM_MS) this.#calmMs = FIRST_CALM_MS;
      return;
    }
    const calm = now - this.#calmSince;
    // The encoder was too slow for the picture: that seldom passes quickly.
    if (calm < (limit === 'encoder' ? LONGEST_CALM_MS : this.#calmMs)) return;
    if (now - this.#changedAt < RAISE_EVERY_MS) return;
    this.#raisedAt = now;
    const next =
      frameRate < fastest
        ? { bitrate, frameRate: Math.min(fastest, frameRate * 2) }
        : { bitrate: Math.min(most, Math.round(bitrate * RAISE)), frameRate };
    const isWhole = next.bitrate >= most && next.frameRate >= fastest;
    this.#change(now, { ...next, limit: isWhole ? null : limit });
    if (limit === 'encoder') this.#calmSince = now;
  }

  #change(now: number, orders: Orders): void {
    this.#changedAt = now;
    this.#orders = orders;
  }
}

function lower(frameRate: number): number {
  return Math.max(Math.min(LEAST_FRAME_RATE, frameRate), Math.round(frameRate / 2));
}
