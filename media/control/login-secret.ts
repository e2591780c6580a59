import { hkdfSync } from 'node:crypto';
import { Secret } from '@neustream/shared/kernel/secret.ts';

/** Makes the challenges of encoders that log in: the same at every start and in every process of the node. */
export function loginSecret(nodeToken: Secret): Secret {
  const key = hkdfSync('sha256', nodeToken.reveal(), '', 'neustream encoder logins v1', 32);
  return new Secret(Buffer.from(key).toString('hex'));
}
