import { z } from 'zod';
import { CONNECTION_STEPS } from '../destinations/connection-test.ts';
import { smallCount, text } from '../kernel/bounds.ts';
import { RELAY_REASON_CODES } from '../live/relay.ts';
import { secretText } from './media-control.ts';

/** A destination whose connection is to be tested. */
export const connectionTestRequest = z.object({
  destinationId: text(64).min(1),
  address: text(2000),
  /** The key in the form in which a platform checks it without going live; null stops before `publish`. */
  streamKey: secretText.nullable(),
  /** For servers that ask for a login besides the stream key. */
  username: text(200).nullable().default(null),
  password: secretText.nullable().default(null),
});
export type ConnectionTestRequest = z.output<typeof connectionTestRequest>;
/** The request as sent over the wire: the key in plain text. */
export type ConnectionTestRequestWire = z.input<typeof connectionTestRequest>;

const stepTime = { step: z.enum(CONNECTION_STEPS), durationMs: smallCount };

export const connectionTestAnswer = z.discriminatedUnion('outcome', [
  z.object({
    outcome: z.literal('tested'),
    keyTried: z.boolean(),
    passed: z.array(z.object(stepTime)).max(CONNECTION_STEPS.length),
    failed: z
      .object({ ...stepTime, reasonCode: z.enum(RELAY_REASON_CODES), detail: text(2000).nullable() })
      .nullable(),
  }),
  /** The node is running as many tests as it may, or one of this destination. */
  z.object({ outcome: z.literal('busy') }),
  /** A session on this node sends to the destination, or began to during the test. */
  z.object({ outcome: z.literal('sending') }),
]);
export type ConnectionTestAnswer = z.infer<typeof connectionTestAnswer>;

/** How long a node works on one `connectionTestRequest`, in ms. */
export const CONNECTION_TEST_MS = 12_000;
