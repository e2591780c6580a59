import type { Work } from '../../infra/database/transaction.ts';
import type { LiveDeps } from '../deps.ts';
import { raiseVersion, type SessionRow } from '../sessions/store.ts';

/**
 * Raises the version of a locked session's plan; once that is committed, the plan is sent to its node and the screens
 * are updated.
 */
export async function changePlan(
  { tx, afterwards }: Work,
  deps: LiveDeps,
  { id, source_id }: Pick<SessionRow, 'id' | 'source_id'>,
): Promise<void> {
  await raiseVersion(tx, id);
  afterwards(() => {
    deps.status.announce({ id, sourceId: source_id }, { urgent: true });
    void deps.plans.send(id);
  });
}
