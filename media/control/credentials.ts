import { createHmac, hkdfSync } from 'node:crypto';
import { Secret } from '@neustream/shared/kernel/secret.ts';

/**
 * What the processes of one node recognise each other by. All of it follows from the node's token, so that whatever is
 * restarted can go on speaking to what was not.
 */
export interface NodeCredentials {
  /** Between the control process and its lanes, both ways. */
  lane: Secret;
  /** For MediaMTX's API. */
  mediamtxApi: Secret;
  /** For reading MediaMTX's paths over loopback RTMP. */
  mediamtxRead: Secret;
  /** Makes the challenges of encoders that log in. */
  logins: Secret;
  /** For bringing sessions to MediaMTX that somebody watches there. */
  mediamtxPreview: Secret;
  /** Path of MediaMTX's callback, which nobody can guess. */
  callbackPath: string;
}

export function nodeCredentials(nodeToken: Secret): NodeCredentials {
  return {
    lane: derived(nodeToken, 'neustream lanes v1'),
    mediamtxApi: derived(nodeToken, 'neustream mediamtx api v1'),
    mediamtxRead: derived(nodeToken, 'neustream mediamtx read v1'),
    logins: derived(nodeToken, 'neustream encoder logins v1'),
    mediamtxPreview: derived(nodeToken, 'neustream mediamtx preview v1'),
    callbackPath: mediamtxCallbackPath(nodeToken),
  };
}

function mediamtxCallbackPath(nodeToken: Secret): string {
  const mac = createHmac('sha256', nodeToken.reveal()).update('neustream mediamtx callback v1').digest('hex');
  return `/mediamtx/${mac}`;
}

function derived(nodeToken: Secret, purpose: string): Secret {
  return new Secret(Buffer.from(hkdfSync('sha256', nodeToken.reveal(), '', purpose, 32)).toString('hex'));
}
