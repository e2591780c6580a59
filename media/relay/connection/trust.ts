import { createSecureContext, type SecureContext } from 'node:tls';
import type { NetworkRules } from './network-rules.ts';

const contexts = new WeakMap<NetworkRules, SecureContext>();

/**
 * Whom connections under these rules trust. All share one context: reading every public authority's certificate anew
 * takes a megabyte and several milliseconds for each connection.
 */
export function trustOf(network: NetworkRules): SecureContext {
  const known = contexts.get(network);
  if (known) return known;
  const context = createSecureContext(network.ca ? { ca: [...network.ca] } : {});
  contexts.set(network, context);
  return context;
}
