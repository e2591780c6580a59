import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { Secret } from '../kernel/secret.ts';
import { uuidV7 } from './uuid.ts';

/** How long a permit is good for, in ms: enough to connect with it. */
const GOOD_FOR_MS = 120_000;

/** Lets one account measure its uplink to a media node once. `expiresAt`: in ms since the epoch. */
export const measurePermit = z.object({ id: z.string(), account: z.string(), expiresAt: z.number() });
export type MeasurePermit = z.infer<typeof measurePermit>;

/**
 * A permit as text. The API issues it and the node checks it with the token that both know, so that the node need not
 * ask.
 */
export function issueMeasurePermit(nodeToken: Secret, account: string, now: number): string {
  const permit: MeasurePermit = { id: uuidV7(), account, expiresAt: now + GOOD_FOR_MS };
  const body = Buffer.from(JSON.stringify(permit)).toString('base64url');
  return `${body}.${signature(nodeToken, body)}`;
}

/** What a permit says; null when it is not of this node's API, or no longer good. */
export function readMeasurePermit(nodeToken: Secret, text: string, now: number): MeasurePermit | null {
  const [body = '', mac = ''] = text.split('.');
  const expected = Buffer.from(signature(nodeToken, body));
  const given = Buffer.from(mac);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
  const permit = measurePermit.safeParse(JSON.parse(Buffer.from(body, 'base64url').toString()));
  return permit.success && permit.data.expiresAt > now ? permit.data : null;
}

function signature(nodeToken: Secret, body: string): string {
  return createHmac('sha256', nodeToken.reveal())
    .update(`neustream measure permit v1\n${body}`)
    .digest('base64url');
}
