import type { SessionView } from '@neustream/shared/live/schemas.ts';
import { readEntitlements, requireRoom } from '../../billing/public.ts';
import { findDestination } from '../../destinations/public.ts';
import type { Database } from '../../infra/database/connect.ts';
import { conflict, notFound } from '../../infra/http/problem.ts';
import type { LiveDeps } from '../deps.ts';
import { ownEvent } from '../events/own-event.ts';
import { appendEvents } from '../events/store.ts';
import { changeRelay, findRelay, listRelays, putRelays } from '../relays/store.ts';
import { isOpen, lockSession, raiseVersion, type SessionRow } from '../sessions/store.ts';
import { viewSession } from '../views/view.ts';

export interface RelayOrder {
  userId: string;
  sessionId: string;
  destinationId: string;
  kind: 'add' | 'retry' | 'pause' | 'resume' | 'remove';
}

const EVENT_KINDS = {
  add: 'relay.added',
  retry: 'relay.retried',
  pause: 'relay.paused',
  resume: 'relay.resumed',
  remove: 'relay.removed',
} as const;

/** Changes the order of one relay of an open session; the others are not touched. */
export async function orderRelay(deps: LiveDeps, order: RelayOrder): Promise<SessionView> {
  const now = deps.clock();
  const ordered = await deps.db.transaction(async (tx) => {
    const row = await lockSession(tx, order.sessionId);
    if (!row || row.user_id !== order.userId) throw notFound('session');
    if (!isOpen(row.status) || row.ordered === 'ended') throw sessionOver();
    if (!(await change(tx, { order, row, now }))) return null;
    await raiseVersion(tx, row.id);
    const { destinationId } = order;
    const event = ownEvent({ kind: EVENT_KINDS[order.kind], at: now, hop: 'user', destinationId });
    await appendEvents(tx, row.id, [event]);
    return row;
  });
  if (ordered) {
    deps.status.announce({ id: ordered.id, sourceId: ordered.source_id }, { urgent: true });
    void deps.plans.send(ordered.id);
  }
  const view = await viewSession(deps, order.sessionId);
  if (!view) throw notFound('session');
  return view;
}

interface Change {
  order: RelayOrder;
  row: SessionRow;
  now: number;
}

/** Gives whether there was anything to change. */
async function change(tx: Database, { order, row, now }: Change): Promise<boolean> {
  const at = { sessionId: row.id, destinationId: order.destinationId };
  if (order.kind === 'add') return await add(tx, { order, row, now });
  const relay = await findRelay(tx, at.sessionId, at.destinationId);
  if (!relay || relay.removed_at !== null) throw notFound('destination in this session');
  if (order.kind === 'pause' && relay.paused) return false;
  if (order.kind === 'resume' && !relay.paused) return false;
  if (order.kind === 'retry') await changeRelay(tx, at, { retry_requests: relay.retry_requests + 1 });
  else if (order.kind === 'remove') await removeRelay(tx, { ...at, now });
  else await changeRelay(tx, at, { paused: order.kind === 'pause' });
  return true;
}

async function add(tx: Database, { order, row, now }: Change): Promise<boolean> {
  const destination = await findDestination(tx, { userId: order.userId, id: order.destinationId });
  if (!destination || destination.source_id !== row.source_id) throw notFound('destination');
  const relays = await listRelays(tx, row.id);
  if (relays.some(({ destination_id }) => destination_id === destination.id)) return false;
  const entitlements = await readEntitlements(tx, order.userId, now);
  requireRoom(entitlements, { limit: 'live_destinations', used: relays.length, more: 1 });
  await putRelays(tx, row.id, [destination]);
  return true;
}

/** Takes a relay out of its session; the row stays for the report. */
export async function removeRelay(
  tx: Database,
  { sessionId, destinationId, now }: { sessionId: string; destinationId: string; now: number },
): Promise<void> {
  const gone = { removed_at: new Date(now), status: 'DISCONNECTED', error_code: 'REMOVED' } as const;
  await changeRelay(tx, { sessionId, destinationId }, gone);
}

function sessionOver() {
  return conflict({
    code: 'SESSION_OVER',
    message: 'This session has ended or is ending.',
    action: 'Go live again to start a new one.',
  });
}
