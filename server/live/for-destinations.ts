import type { LiveSessions } from '../destinations/public.ts';
import { findDestination } from '../destinations/public.ts';
import { notFound, Problem } from '../infra/http/problem.ts';
import { orderRelay, removeRelay } from './commands/command-relay.ts';
import type { LiveDeps } from './deps.ts';
import { ownEvent } from './events/own-event.ts';
import { appendEvents } from './events/store.ts';
import { sessionsOfDestination } from './relays/store.ts';
import { findOpenSession, lockSession, raiseVersion } from './sessions/store.ts';
import { findSource } from './sources/store.ts';

/** How open sessions follow what happens to saved destinations. */
export function liveSessionsForDestinations(deps: LiveDeps): LiveSessions {
  return {
    async requireSource(db, userId, sourceId) {
      if (!(await findSource(db, { userId, id: sourceId }))) throw notFound('source');
    },

    async join(userId, destinationId) {
      const destination = await findDestination(deps.db, { userId, id: destinationId });
      const session = destination && (await findOpenSession(deps.db, destination.source_id));
      if (!session || session.ordered === 'ended') return false;
      try {
        await orderRelay(deps, { userId, sessionId: session.id, destinationId, kind: 'add' });
        return true;
      } catch (error) {
        if (error instanceof Problem && ['PLAN_LIMIT', 'SESSION_OVER'].includes(error.code)) return false;
        throw error;
      }
    },

    async changed(destinationId) {
      for (const sessionId of await sessionsOfDestination(deps.db, destinationId)) {
        await deps.db.transaction(async (tx) => {
          const row = await lockSession(tx, sessionId);
          if (row) await raiseVersion(tx, sessionId);
          if (row) deps.status.announce({ id: sessionId, sourceId: row.source_id }, { urgent: true });
        });
        void deps.plans.send(sessionId);
      }
    },

    async leave(tx, destinationId) {
      const now = deps.clock();
      const left: { id: string; sourceId: string }[] = [];
      for (const sessionId of await sessionsOfDestination(tx, destinationId)) {
        const row = await lockSession(tx, sessionId);
        if (!row) continue;
        await removeRelay(tx, { sessionId, destinationId, now });
        await raiseVersion(tx, sessionId);
        await appendEvents(tx, sessionId, [
          ownEvent({ kind: 'relay.removed', at: now, hop: 'user', destinationId }),
        ]);
        left.push({ id: sessionId, sourceId: row.source_id });
      }
      return () => {
        for (const session of left) {
          deps.status.announce(session, { urgent: true });
          void deps.plans.send(session.id);
        }
      };
    },
  };
}
