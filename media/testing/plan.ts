import { createHash, randomBytes, randomUUID } from 'node:crypto';
import {
  MEDIA_CONTROL_PATHS,
  nodeEndpoints,
  type SessionPlanWire,
} from '@neustream/shared/contracts/media-control.ts';
import { Secret } from '@neustream/shared/kernel/secret.ts';
import { publishLoginOf, publishLoginToWire } from '@neustream/shared/node/adobe-login.ts';
import { z } from 'zod';

/** What a media node started as a program prints once it accepts plans and encoders. */
export const nodeReady = z.object({
  type: z.literal('ready'),
  controlPort: z.number(),
  endpoints: nodeEndpoints,
});

/** What an encoder and a viewer of one planned session need. */
export interface PlannedSession {
  plan: SessionPlanWire;
  key: string;
  playToken: string;
}

/** Sends a plan to a media node as the API does; returns the status of the answer. */
export async function putPlan({
  controlPort,
  token,
  plan,
}: {
  controlPort: number;
  token: Secret;
  plan: SessionPlanWire;
}): Promise<number> {
  const response = await fetch(
    `http://127.0.0.1:${controlPort}${MEDIA_CONTROL_PATHS.session(plan.sessionId)}`,
    {
      method: 'PUT',
      headers: { authorization: `Bearer ${token.reveal()}` },
      body: JSON.stringify(plan),
    },
  );
  await response.body?.cancel();
  return response.status;
}

/** The plan of a live session that sends to these addresses. */
export function planSession(
  addresses: readonly string[],
  more: Partial<SessionPlanWire> = {},
): PlannedSession {
  // As the API makes them: FFmpeg takes a password of up to 49 characters.
  const key = randomBytes(32).toString('base64url');
  const playToken = randomBytes(32).toString('hex');
  const publicId = more.publicId ?? randomBytes(8).toString('hex');
  const plan: SessionPlanWire = {
    sessionId: randomUUID(),
    sourceId: randomUUID(),
    version: 1,
    desired: 'live',
    endReason: null,
    publicId,
    publishKeyHashes: [sha256(key)],
    publishLogins: [publishLoginToWire(publishLoginOf(publicId, new Secret(key)))],
    playTokenHashes: [sha256(playToken)],
    graceMs: 60_000,
    firstPublishMs: 60_000,
    destinations: addresses.map((address, index) => planDestination(address, index)),
    ...more,
  };
  return { plan, key, playToken };
}

/** One destination with a key of its own. */
export function planDestination(address: string, index: number): SessionPlanWire['destinations'][number] {
  return {
    id: randomUUID(),
    name: `Platform ${index + 1}`,
    platform: 'custom',
    address,
    streamKey: `sk-${randomBytes(8).toString('hex')}`,
    desired: 'send',
    retryRequests: 0,
    videoCodecs: null,
  };
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
