import { lockEntitlements } from '../../billing/public.ts';
import { deleteDestinations } from '../../destinations/public.ts';
import { conflict, notFound } from '../../infra/http/problem.ts';
import type { LiveDeps } from '../deps.ts';
import { findOpenSession } from '../sessions/store.ts';
import { deleteSource, findSource } from './store.ts';

/**
 * Deletes a source with its destinations; their keys are gone at once.
 * @throws Problem 409 while it has an open session
 */
export async function removeSource(
  deps: LiveDeps,
  { userId, id }: { userId: string; id: string },
): Promise<void> {
  const now = deps.clock();
  await deps.db.transaction(async (tx) => {
    // Keeps a go-live of the same user waiting until this is decided.
    await lockEntitlements(tx, userId, now);
    if (!(await findSource(tx, { userId, id }))) throw notFound('source');
    if (await findOpenSession(tx, id)) {
      throw conflict({
        code: 'SOURCE_LIVE',
        message: 'This source is live.',
        action: 'End its session first, then delete it.',
      });
    }
    await deleteDestinations(tx, { source_id: id }, new Date(now));
    await deleteSource(tx, id, new Date(now));
  });
}
