import { z } from 'zod';

/** One of our ids, in lower case whatever case it arrived in: rooms, caches and comparisons rely on that. */
export const id = z.uuid().toLowerCase();

export const byId = z.object({ id });
export const bySource = z.object({ sourceId: id });

/** Lists are paged; `next_cursor` of one page is the `cursor` of the next. */
export function pageOf<C extends z.ZodType<string>>({ cursor, most }: { cursor: C; most: number }) {
  return z.object({ cursor: cursor.optional(), limit: z.coerce.number().int().min(1).max(most).optional() });
}

/** The form of an `Idempotency-Key`. */
export const IDEMPOTENCY_KEY = /^[\x21-\x7e]{1,200}$/;
