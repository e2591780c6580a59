import { z } from 'zod';

/**
 * What may cross an edge between two processes: every number fits its database column and a `Date`, every text an
 * index. Without bounds, one strange value of one peer fails wherever it is stored first.
 */

/** The end of the year 9999, in epoch milliseconds. */
const LAST_INSTANT_MS = 253_402_300_799_999;
/** Sums of several stay exact in a double and fit a bigint. */
const MOST_COUNTED = 10 ** 15;
/** The largest `integer` of Postgres. */
const MOST_INTEGER = 2_147_483_647;

/** Epoch milliseconds. */
export const instantMs = z.number().int().min(0).max(LAST_INSTANT_MS);

/** Bytes, frames and other things that are counted for long. */
export const count = z.number().int().min(0).max(MOST_COUNTED);

/** Versions, tries and other small counts. */
export const smallCount = z.number().int().min(0).max(MOST_INTEGER);

/** A text of at most so many characters. */
export function text(most: number): z.ZodString {
  return z.string().max(most);
}
