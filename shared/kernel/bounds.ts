import { z } from 'zod';

/**
 * Bounds for whatever crosses an edge between two processes: every number fits its database column and a `Date`, every
 * text fits an index. Without them, one odd value from one peer fails wherever it is first stored.
 */

/** The end of the year 9999, in milliseconds since the epoch. */
const LAST_INSTANT_MS = 253_402_300_799_999;
/** Small enough that a sum of several stays exact in a double and fits a bigint. */
const MOST_COUNTED = 10 ** 15;
/** The largest Postgres `integer`. */
const MOST_INTEGER = 2_147_483_647;

/** Milliseconds since the epoch. */
export const instantMs = z.number().int().min(0).max(LAST_INSTANT_MS);

/** Counts of bytes, frames and anything else that keeps growing. */
export const count = z.number().int().min(0).max(MOST_COUNTED);

/** Versions, tries and other small counts. */
export const smallCount = z.number().int().min(0).max(MOST_INTEGER);

/** Text of at most this many characters. */
export function text(most: number): z.ZodString {
  return z.string().max(most);
}
