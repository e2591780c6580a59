import type { DestinationChanges } from '../../destinations/public.ts';
import type { Work } from '../../infra/database/transaction.ts';
import { Problem } from '../../infra/http/problem.ts';
import type { LiveDeps } from '../deps.ts';
import { findRelay } from '../relays/store.ts';
import { findOpenSession, type SessionRow } from '../sessions/store.ts';
import { changePlan } from './change-plan.ts';
import { applyRelayCommand } from './command-relay.ts';

/** How an open session reacts to changes of its source's destinations; it is locked together with the source. */
export function followDestinations(changes: DestinationChanges, deps: LiveDeps): void {
  changes.added.subscribe(async (work, { destination, userId }) => {
    const session = await findOpenSession(work.tx, destination.source_id);
    if (!session) return false;
    const at = { userId, sessionId: session.id, destinationId: destination.id };
    try {
      await applyRelayCommand(work, deps, { session, command: { ...at, kind: 'add' } });
      return true;
    } catch (error) {
      if (error instanceof Problem && ['PLAN_LIMIT', 'SESSION_OVER'].includes(error.code)) return false;
      throw error;
    }
  });

  changes.changed.subscribe(async (work, { destination }) => {
    const session = await sessionSendingTo(work, destination);
    if (session) await changePlan(work, deps, session);
  });

  changes.testing.subscribe(async (work, { destination }) => {
    const session = await sessionSendingTo(work, destination);
    const relay = session && (await findRelay(work.tx, session.id, destination.id));
    if (!session || !relay || relay.paused) return null;
    return { sessionId: session.id, status: relay.status, reasonCode: relay.error_code };
  });

  changes.removing.subscribe(async (work, { destination, now }) => {
    const session = await sessionSendingTo(work, destination);
    if (!session) return;
    const command = { userId: session.user_id, sessionId: session.id, destinationId: destination.id };
    await applyRelayCommand(work, deps, { session, command: { ...command, kind: 'remove' }, now });
  });
}

async function sessionSendingTo(
  { tx }: Work,
  { id, source_id }: { id: string; source_id: string },
): Promise<SessionRow | null> {
  const session = await findOpenSession(tx, source_id);
  const relay = session && (await findRelay(tx, session.id, id));
  return session && relay?.removed_at === null ? session : null;
}
