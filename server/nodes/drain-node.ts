import { MEDIA_CONTROL_PATHS } from '@neustream/shared/contracts/media-control.ts';
import { AppError } from '@neustream/shared/kernel/app-error.ts';
import type { Database } from '../infra/database/connect.ts';
import type { NodeClient } from './node-client.ts';
import { findNode } from './store.ts';

const ANSWER_WITHIN_MS = 5_000;

/**
 * Tells a media node to take no new sessions and to end with its last one; returns what to tell the operator.
 * @throws AppError `NODE_AWAY` when it does not answer
 */
export async function drainNode(
  { db, nodeClient }: { db: Database; nodeClient: Pick<NodeClient, 'post'> },
  name: string,
): Promise<string> {
  const node = await findNode(db, name);
  if (!node) throw nodeAway(`${name} has never reported, so nobody knows where it is.`);
  const signal = AbortSignal.timeout(ANSWER_WITHIN_MS);
  try {
    await nodeClient.post(node, MEDIA_CONTROL_PATHS.drain, { document: {}, signal });
  } catch (cause) {
    throw nodeAway(`${name} does not answer at ${node.control_url}.`, cause);
  }
  return `${name} takes no new sessions from now on, and ends when its last session has ended.\nTo see what it still carries: npm run node -- list`;
}

function nodeAway(message: string, cause?: unknown): AppError {
  return new AppError({
    code: 'NODE_AWAY',
    fault: 'ours',
    message,
    action: 'Check that it runs and that this machine reaches it, then try again.',
    cause,
  });
}
