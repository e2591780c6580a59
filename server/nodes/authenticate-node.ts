import type { Secret } from '@neustream/shared/kernel/secret.ts';
import { networkOf } from '@neustream/shared/node/network-of.ts';
import type { Limiters } from '../infra/http/limiter.ts';
import { tooManyRequests } from '../infra/http/rate-limits.ts';
import type { Log } from '../infra/log.ts';
import { nodeOfToken, type TokenDeps } from './tokens.ts';

/** Wrong tokens per minute from one network; a right one is let in whatever strangers beside it try. */
const WRONG_PER_MINUTE = 20;

/**
 * Tells which media node presents a token, null for none, and counts the wrong ones. It throws Problem 429 once a
 * network has presented too many.
 */
export function createNodeAuthentication(deps: TokenDeps & { limiters: Limiters; log: Log }) {
  const wrong = deps.limiters.byNetwork({ name: 'node-token', points: WRONG_PER_MINUTE, seconds: 60 });
  return async (token: Secret, address: string): Promise<string | null> => {
    const nodeId = await nodeOfToken(deps, token);
    if (nodeId !== null) return nodeId;
    const count = await wrong.count({ address });
    if (count.firstRefused) {
      deps.log.warn({ network: networkOf(address).near }, 'Somebody tries many tokens of media nodes.');
    }
    if (!count.allowed) throw tooManyRequests(count);
    return null;
  };
}
