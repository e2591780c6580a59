import type { Hop } from '@neustream/shared/live/events.ts';
import type { SessionEndReason } from '@neustream/shared/live/session.ts';
import type { LiveDeps } from '../deps.ts';
import { ownEvent } from '../events/own-event.ts';
import { appendEvents } from '../events/store.ts';
import { changeSession, isOpen, lockSession, type SessionRow } from '../sessions/store.ts';
import { heldUntil } from '../sources/publish-hold.ts';
import { changeSource } from '../sources/store.ts';

/**
 * Orders a session to end; it has ended when its node says so. Ordering it twice changes nothing.
 * Gives the session as it was before; null when it is not open.
 */
export async function orderEnd(
  deps: LiveDeps,
  sessionId: string,
  { reason, hop }: { reason: SessionEndReason; hop: Hop },
): Promise<SessionRow | null> {
  const now = deps.clock();
  const row = await deps.db.transaction(async (tx) => {
    const locked = await lockSession(tx, sessionId);
    if (!locked || !isOpen(locked.status)) return null;
    if (locked.ordered === 'ended') return locked;
    const change = {
      ordered: 'ended',
      status: 'ENDING',
      end_reason: reason,
      version: locked.version + 1,
    } as const;
    await changeSession(tx, sessionId, change);
    const encoder = deps.facts.get(sessionId)?.session.ingest.status ?? locked.ingest?.status;
    if (encoder === 'publishing')
      await changeSource(tx, locked.source_id, { publish_held_until: heldUntil(now) });
    await appendEvents(tx, sessionId, [ownEvent({ kind: 'session.ending', at: now, hop, data: { reason } })]);
    return locked;
  });
  if (!row) return null;
  deps.status.announce({ id: sessionId, sourceId: row.source_id }, { urgent: true });
  await deps.plans.send(sessionId);
  return row;
}
