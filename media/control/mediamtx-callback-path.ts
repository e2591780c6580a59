import { createHmac } from 'node:crypto';
import type { Secret } from '@neustream/shared/kernel/secret.ts';

/** Path of MediaMTX's callback: unguessable, and the same at every start, so that a running MediaMTX can be adopted. */
export function mediamtxCallbackPath(nodeToken: Secret): string {
  const mac = createHmac('sha256', nodeToken.reveal()).update('neustream mediamtx callback v1').digest('hex');
  return `/mediamtx/${mac}`;
}
