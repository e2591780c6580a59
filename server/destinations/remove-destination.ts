import { lockEntitlements } from '../billing/public.ts';
import { transact } from '../infra/database/transaction.ts';
import type { DestinationDeps } from './deps.ts';
import { lockDestination } from './lock-destination.ts';
import { deleteDestinations } from './store.ts';

/** Deletes a destination: its key is gone at once, and any session that sends to it stops. */
export async function removeDestination(
  deps: DestinationDeps,
  own: { userId: string; id: string },
): Promise<void> {
  const now = deps.clock();
  await transact(deps.db, async (work) => {
    const destination = await lockDestination(work, deps.sourceChanges, own);
    await deps.changes.removing.announce(work, { destination, now });
    await lockEntitlements(work.tx, own.userId, now);
    await deleteDestinations(work.tx, { id: own.id }, new Date(now));
  });
}
