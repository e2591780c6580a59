import type { Work } from '../infra/database/transaction.ts';
import { notFound } from '../infra/http/problem.ts';
import { lockSource, type SourceChanges } from '../sources/public.ts';
import { type DestinationRow, findDestination } from './store.ts';

/**
 * A destination, read once its source and whatever is open on it are locked, so that nothing else changes it meanwhile.
 * @throws Problem 404 when it is not one of the user's
 */
export async function lockDestination(
  work: Work,
  sourceChanges: SourceChanges,
  own: { userId: string; id: string },
): Promise<DestinationRow> {
  const found = await findDestination(work.tx, own);
  if (!found) throw notFound('destination');
  // A destination never moves to another source, so this is the right one to lock.
  await lockSource(work, sourceChanges, { userId: own.userId, id: found.source_id });
  const row = await findDestination(work.tx, own);
  if (!row) throw notFound('destination');
  return row;
}
