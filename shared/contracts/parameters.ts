import { z } from 'zod';

export const byId = z.object({ id: z.uuid() });
export const bySource = z.object({ sourceId: z.uuid() });

/** Lists give a page at a time; `next_cursor` of one page is the `cursor` of the next. */
export const page = z.object({
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(100).optional(),
});
