import { z } from 'zod';

/** Shapes of MediaMTX's own API (version 1.20). Only what we use. */

export const pathSource = z.object({ type: z.string(), id: z.string() });

const codecProps = z
  .object({ width: z.number().optional(), height: z.number().optional() })
  .nullish()
  .catch(null);

export const mtxPath = z.object({
  name: z.string(),
  available: z.boolean(),
  source: pathSource.nullable(),
  tracks2: z.array(z.object({ codec: z.string(), codecProps })),
  inboundBytes: z.number(),
  readers: z.array(z.object({ type: z.string() })),
});
export type MtxPath = z.infer<typeof mtxPath>;

export const mtxPathList = z.object({ pageCount: z.number(), items: z.array(mtxPath) });

/** One path that is played over HLS. */
export const mtxHlsMuxer = z.object({ path: z.string(), lastRequest: z.coerce.date() });
export type MtxHlsMuxer = z.infer<typeof mtxHlsMuxer>;

export const mtxHlsMuxerList = z.object({ pageCount: z.number(), items: z.array(mtxHlsMuxer) });

export const mtxConnection = z.object({ userAgent: z.string().default('') });
