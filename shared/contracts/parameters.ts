import { z } from 'zod';

/** An id of ours in lower case, whatever case it came in: rooms, caches and comparisons know only that. */
export const id = z.uuid().toLowerCase();

export const byId = z.object({ id });
export const bySource = z.object({ sourceId: id });

/** Lists give a page at a time; `next_cursor` of one page is the `cursor` of the next. */
export function pageOf<C extends z.ZodType<string>>({ cursor, most }: { cursor: C; most: number }) {
  return z.object({ cursor: cursor.optional(), limit: z.coerce.number().int().min(1).max(most).optional() });
}

/** What an `Idempotency-Key` may be. */
export const IDEMPOTENCY_KEY = /^[\x21-\x7e]{1,200}$/;
