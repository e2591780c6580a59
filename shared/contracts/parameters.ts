import { z } from 'zod';

/** An id of ours in lower case, whatever case it came in: rooms, caches and comparisons know only that. */
export const id = z.uuid().toLowerCase();

export const byId = z.object({ id });
export const bySource = z.object({ sourceId: id });

/** Timelines are long and their events small, so that a page of them may hold more. */
export const eventsPage = z.object({
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(1000).optional(),
});

/** Lists give a page at a time; `next_cursor` of one page is the `cursor` of the next. */
export const page = z.object({
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(100).optional(),
});

/** What an `Idempotency-Key` may be. */
export const IDEMPOTENCY_KEY = /^[\x21-\x7e]{1,200}$/;
