import { z } from 'zod';
import { FAULTS } from '../kernel/app-error.ts';
import { RELAY_REASON_CODES } from '../live/relay.ts';

/**
 * The steps of a connection test, in order: finding and reaching the server, TLS for `rtmps`, the RTMP handshake,
 * `connect` to the application, and `publish` with the stream key where the platform can check one without going live.
 */
export const CONNECTION_STEPS = ['dial', 'tls', 'handshake', 'connect', 'publish'] as const;
export type ConnectionStep = (typeof CONNECTION_STEPS)[number];

/** The outcome of a test as people see it. The reasons are those of a relay. */
export const connectionTestView = z.object({
  ok: z.boolean(),
  /** Whether the stream key was sent to the server; false where that would have begun a broadcast. */
  key_tried: z.boolean(),
  /** The steps that were reached; only the last one can have failed. */
  steps: z.array(
    z.object({ step: z.enum(CONNECTION_STEPS), ok: z.boolean(), duration_ms: z.number().int() }),
  ),
  reason_code: z.enum(RELAY_REASON_CODES).nullable(),
  fault: z.enum(FAULTS).nullable(),
  message: z.string().nullable(),
  action: z.string().nullable(),
  /** The platform's own words. */
  detail: z.string().nullable(),
});
export type ConnectionTestView = z.infer<typeof connectionTestView>;
