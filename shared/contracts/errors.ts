import { z } from 'zod';
import { FAULTS } from '../kernel/app-error.ts';

/** Body of every answer that is not a success. */
export const errorBody = z.object({
  error: z.string(),
  code: z.string(),
  fault: z.enum(FAULTS),
  action: z.string(),
  details: z.unknown().optional(),
  upgrade_url: z.string().optional(),
  request_id: z.string().optional(),
});
export type ErrorBody = z.infer<typeof errorBody>;

/** `details` of an answer with code `VALIDATION_FAILED`: one sentence per field, by dotted path. */
export const validationDetails = z.record(z.string(), z.string());
export type ValidationDetails = z.infer<typeof validationDetails>;
