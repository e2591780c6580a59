import { randomBytes } from 'node:crypto';
import { Secret } from '@neustream/shared/kernel/secret.ts';
import type { IngestAddresses } from '@neustream/shared/sources/schemas.ts';
import { transact } from '../../infra/database/transaction.ts';
import { notFound } from '../../infra/http/problem.ts';
import { sha256Hex } from '../../infra/secrets/hash.ts';
import { findNode, forPages, ingestAddresses } from '../../nodes/public.ts';
import { findSource } from '../../sources/public.ts';
import type { LiveDeps } from '../deps.ts';
import { changeSession, isOpen, lockSession } from '../sessions/store.ts';
import { changePlan } from './change-plan.ts';
import { sessionOver } from './session-over.ts';

/**
 * A new publish token for an open session, for whoever takes the show up again: after a reload, in another window, on
 * another device. The one before publishes no more once its connection has ended.
 * @throws Problem 404 when the session is not the user's, 409 when it is over
 */
export async function takeUp(
  deps: LiveDeps,
  { userId, sessionId }: { userId: string; sessionId: string },
): Promise<{ ingest: IngestAddresses }> {
  const publishToken = new Secret(randomBytes(32).toString('base64url'));
  const session = await transact(deps.db, async (work) => {
    const row = await lockSession(work.tx, sessionId);
    if (row?.user_id !== userId) throw notFound('session');
    if (!isOpen(row.status) || row.desired === 'ended') throw sessionOver();
    await changeSession(work.tx, sessionId, { publish_token_hash: sha256Hex(publishToken.reveal()) });
    await changePlan(work, deps, row);
    return row;
  });
  // The page connects at once, so the node should have the new plan before we answer.
  await deps.plans.send(sessionId);
  const node = session.node_id === null ? undefined : await findNode(deps.db, session.node_id);
  const source = await findSource(deps.db, { userId, id: session.source_id });
  if (node === undefined || source === undefined) throw sessionOver();
  const endpoints = forPages(node.endpoints, deps);
  return { ingest: ingestAddresses(endpoints, source.public_id, { key: publishToken, of: 'session' }) };
}
