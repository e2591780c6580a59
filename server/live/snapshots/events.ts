import type { NodeSession } from '@neustream/shared/contracts/media-control.ts';
import type { Database } from '../../infra/database/connect.ts';
import { isDatabaseGone } from '../../infra/database/errors.ts';
import { errorFields } from '../../infra/log.ts';
import type { LiveDeps } from '../deps.ts';
import { OWN_KINDS } from '../events/own-event.ts';
import { appendEvents, type NewEvent } from '../events/store.ts';
import { relayIds } from '../relays/store.ts';
import { knownSessionIds, lockSession } from '../sessions/store.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export function isUuid(text: string): boolean {
  return UUID.test(text);
}

/**
 * Stores the new events of a session, whose row is locked, on its timeline; returns how many there were. What names a
 * destination of another session is left out: it would show that one's name to the wrong people.
 */
export async function storeEvents(
  tx: Database,
  sessionId: string,
  events: NodeSession['events'],
): Promise<number> {
  const named = events.flatMap(({ destinationId }) => destinationId ?? []).filter(isUuid);
  const own = new Set(named.length === 0 ? [] : await relayIds(tx, sessionId, named));
  const rows = events
    .filter(({ kind }) => !OWN_KINDS.includes(kind))
    .filter(({ destinationId }) => destinationId === null || own.has(destinationId.toLowerCase()))
    .map(
      ({ id, at, kind, hop, destinationId, data }): NewEvent => ({
        id,
        kind,
        hop,
        data,
        at: new Date(at),
        destination_id: destinationId,
      }),
    );
  return await appendEvents(tx, sessionId, rows);
}

/**
 * Events of sessions that have ended in the meantime still belong on their timelines; those of unknown ones are
 * dropped. Returns the ids of the events that the node may forget.
 */
export async function storeLateEvents(
  deps: LiveDeps,
  nodeId: string,
  closed: readonly NodeSession[],
): Promise<string[]> {
  if (closed.length === 0) return [];
  const ids = closed.map(({ sessionId }) => sessionId).filter(isUuid);
  const known = new Set(await knownSessionIds(deps.db, nodeId, ids));
  const stored: string[] = [];
  for (const { sessionId, events } of closed) {
    if (known.has(sessionId) && !(await storeLate(deps, sessionId, events))) continue;
    stored.push(...events.map(({ id }) => id));
  }
  return stored;
}

/** Returns whether the events were stored. */
async function storeLate(
  { db, log }: LiveDeps,
  sessionId: string,
  events: NodeSession['events'],
): Promise<boolean> {
  try {
    await db.transaction(async (tx) => {
      const row = await lockSession(tx, sessionId);
      if (row) await storeEvents(tx, sessionId, events);
    });
    return true;
  } catch (error) {
    if (isDatabaseGone(error)) throw error;
    log.warn({ sessionId, ...errorFields(error) }, 'Late events of a session were not stored.');
    return false;
  }
}
