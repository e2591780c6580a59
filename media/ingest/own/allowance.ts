import type { Clock } from '@neustream/shared/kernel/clock.ts';
import { ProtocolError } from '../../relay/public.ts';
import { TokenBucket } from './token-bucket.ts';

/** Messages that one encoder may send per second: sixty pictures and eight tracks of sound are 450. */
const PER_SECOND = 4000;
/** So many bytes count as a further message: 4,000 of them are 260 Mbps. */
const BYTES_PER_MESSAGE = 8192;
/** May come at once, in messages: what waited on a line that was broken for ten seconds and more. */
const AT_ONCE = 40_000;
/** The longest pause, in ms: shorter than what counts as silence. */
const LONGEST_REST_MS = 2000;

/**
 * How much one encoder may have its lane do, so that the others of the lane notice nothing: one that sends more is read
 * no faster than this, and one that sends far more in a moment is no encoder.
 */
export class Allowance {
  readonly #bucket: TokenBucket;

  constructor(now: Clock) {
    this.#bucket = new TokenBucket(now, { perSecond: PER_SECOND, atOnce: AT_ONCE });
  }

  /** @throws ProtocolError when that many messages cannot be a stream */
  spend(bytes: number): void {
    const left = this.#bucket.spend(1 + bytes / BYTES_PER_MESSAGE);
    if (left < -AT_ONCE) throw new ProtocolError('too many messages at once');
  }

  /** For how long to read nothing, in ms; 0 nearly always. */
  restMs(): number {
    return Math.min(LONGEST_REST_MS, this.#bucket.restMs());
  }
}
