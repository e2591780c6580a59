import { z } from 'zod';

/** MediaMTX's question before anyone may publish, read or use its API (version 1.20, `authMethod: http`). */
export const mediamtxAuthRequest = z.object({
  ip: z.string().max(64),
  password: z.string(),
  token: z.string(),
  action: z.string(),
  path: z.string(),
  protocol: z.string(),
  query: z.string(),
});
export type MediamtxAuthRequest = z.infer<typeof mediamtxAuthRequest>;
