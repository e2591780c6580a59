import { MEDIA_CONTROL_PATHS, type SessionPlanWire } from '@neustream/shared/contracts/media-control.ts';
import type { Secret } from '@neustream/shared/kernel/secret.ts';
import { z } from 'zod';

const DEADLINE_MS = 5_000;
const held = z.object({ version: z.number().int() });

/** The API's side of a media node's control server. */
export interface NodeClient {
  /** Sends a whole plan; gives the version that the node now holds. Rejects when it cannot be reached. */
  putPlan(controlUrl: string, plan: SessionPlanWire): Promise<number>;
}

export function createNodeClient(token: Secret): NodeClient {
  return {
    async putPlan(controlUrl, plan) {
      const response = await fetch(new URL(MEDIA_CONTROL_PATHS.session(plan.sessionId), controlUrl), {
        method: 'PUT',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token.reveal()}` },
        body: JSON.stringify(plan),
        redirect: 'error',
        signal: AbortSignal.timeout(DEADLINE_MS),
      });
      if (!response.ok) {
        await response.body?.cancel();
        throw new Error(`The media node answered ${response.status} to a plan.`);
      }
      return held.parse(await response.json()).version;
    },
  };
}
