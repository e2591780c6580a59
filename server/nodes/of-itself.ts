import { forbidden } from '../infra/http/problem.ts';

/**
 * What a node says, provided that it says it about itself.
 * @throws Problem 403 `NOT_THIS_NODE` when it names another node
 */
export function ofItself<T extends { nodeId: string }>(nodeId: string, said: T): T {
  if (said.nodeId === nodeId) return said;
  throw forbidden({
    code: 'NOT_THIS_NODE',
    message: 'This token belongs to another media node.',
    action:
      'Set MEDIA_NODE_ID to the name that the token was issued for, or issue a new token: npm run node -- add NAME',
  });
}
