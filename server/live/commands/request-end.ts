import type { Hop } from '@neustream/shared/live/events.ts';
import type { SessionEndReason } from '@neustream/shared/live/session.ts';
import { transact } from '../../infra/database/transaction.ts';
import { changeSource, heldUntil, lockSource } from '../../sources/public.ts';
import type { LiveDeps } from '../deps.ts';
import { ownEvent } from '../events/own-event.ts';
import { appendEvents } from '../events/store.ts';
import { changeSession, findSession, isOpen, lockSession, type SessionRow } from '../sessions/store.ts';

/**
 * Requests that a session end; it has ended once its node says so. Repeating this changes nothing. Returns the session
 * as it was before; null when it is not open.
 */
export async function requestEnd(
  deps: LiveDeps,
  sessionId: string,
  { reason, hop }: { reason: SessionEndReason; hop: Hop },
): Promise<SessionRow | null> {
  const now = deps.clock();
  return await transact(deps.db, async (work) => {
    const found = await findSession(work.tx, sessionId);
    if (!found) return null;
    await lockSource(work, deps.sourceChanges, { id: found.source_id });
    const row = await lockSession(work.tx, sessionId);
    if (!row || !isOpen(row.status)) return null;
    work.afterwards(() => {
      deps.status.announce({ id: sessionId, sourceId: row.source_id }, { urgent: true });
      return deps.plans.send(sessionId);
    });
    if (row.desired === 'ended') return row;
    await changeSession(work.tx, sessionId, {
      desired: 'ended',
      status: 'ENDING',
      end_reason: reason,
      version: row.version + 1,
    });
    const encoder = deps.facts.get(sessionId)?.session.ingest.status ?? row.ingest?.status;
    if (encoder === 'publishing')
      await changeSource(work.tx, row.source_id, { publish_held_until: heldUntil(now) });
    const event = ownEvent({ kind: 'session.ending', at: now, hop, data: { reason } });
    await appendEvents(work.tx, sessionId, [event]);
    return row;
  });
}
