import { lockEntitlements } from '../billing/public.ts';
import { transact } from '../infra/database/transaction.ts';
import { notFound } from '../infra/http/problem.ts';
import { lockSource } from './changes.ts';
import type { SourceDeps } from './deps.ts';
import { deleteSource } from './store.ts';

/**
 * Deletes a source with everything that belongs to it; its key is gone at once.
 * @throws Problem 409 while it has an open session
 */
export async function removeSource(
  deps: SourceDeps,
  { userId, id }: { userId: string; id: string },
): Promise<void> {
  const now = deps.clock();
  await transact(deps.db, async (work) => {
    if (!(await lockSource(work, deps.changes, { userId, id }))) throw notFound('source');
    await lockEntitlements(work.tx, userId, now);
    await deps.changes.removing.announce(work, { sourceId: id, now });
    await deleteSource(work.tx, id, new Date(now));
  });
}
