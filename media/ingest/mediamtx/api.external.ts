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
});
export type MtxPath = z.infer<typeof mtxPath>;

export const mtxPathList = z.object({ pageCount: z.number(), items: z.array(mtxPath) });

export const mtxConnection = z.object({ userAgent: z.string().default('') });
