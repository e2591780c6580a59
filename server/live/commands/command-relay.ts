import type { SessionView } from '@neustream/shared/live/schemas.ts';
import { lockEntitlements, requireRoom } from '../../billing/public.ts';
import { findDestination } from '../../destinations/public.ts';
import type { Database } from '../../infra/database/connect.ts';
import { transact, type Work } from '../../infra/database/transaction.ts';
import { notFound } from '../../infra/http/problem.ts';
import type { LiveDeps } from '../deps.ts';
import { ownEvent } from '../events/own-event.ts';
import { appendEvents } from '../events/store.ts';
import { changeRelay, countLiveRelays, findRelay, putRelays } from '../relays/store.ts';
import { isOpen, lockSession, type SessionRow } from '../sessions/store.ts';
import { viewSession } from '../views/view.ts';
import { changePlan } from './change-plan.ts';
import { sessionOver } from './session-over.ts';

/** What a user asks of one relay of a session. */
export interface RelayCommand {
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

/**
 * Carries out a command for one relay of an open session; the others are not affected.
 * @throws Problem 404 when it is not the user's, 409 when the session is over, 403 when the plan allows no more
 */
export async function commandRelay(deps: LiveDeps, command: RelayCommand): Promise<SessionView> {
  await transact(deps.db, async (work) => {
    const session = await lockSession(work.tx, command.sessionId);
    if (!session || session.user_id !== command.userId) throw notFound('session');
    await applyRelayCommand(work, deps, { session, command });
  });
  const view = await viewSession(deps, command.sessionId);
  if (!view) throw notFound('session');
  return view;
}

interface Commanded {
  /** Its row has to be locked. */
  session: SessionRow;
  command: RelayCommand;
  now?: number;
}

/** The same, within the transaction of a larger change. */
export async function applyRelayCommand(
  work: Work,
  deps: LiveDeps,
  { session, command, now = deps.clock() }: Commanded,
): Promise<void> {
  const { destinationId, kind } = command;
  // An ending session can still lose a relay: a deleted destination leaves it at once.
  if (!isOpen(session.status) || (session.desired === 'ended' && kind !== 'remove')) throw sessionOver();
  if (!(await change(work.tx, { session, command, now }))) return;
  const event = ownEvent({ kind: EVENT_KINDS[kind], at: now, hop: 'user', destinationId });
  await appendEvents(work.tx, session.id, [event]);
  await changePlan(work, deps, session);
}

/** Returns whether there was anything to change. */
async function change(tx: Database, { session, command, now }: Required<Commanded>): Promise<boolean> {
  const at = { sessionId: session.id, destinationId: command.destinationId };
  if (command.kind === 'add') return await add(tx, { session, command, now });
  const relay = await findRelay(tx, at.sessionId, at.destinationId);
  if (!relay || relay.removed_at !== null) throw notFound('destination in this session');
  if (command.kind === 'pause' && relay.paused) return false;
  if (command.kind === 'resume' && !relay.paused) return false;
  await changeRelay(tx, at, changeOf(command.kind, relay.retry_requests, now));
  return true;
}

function changeOf(kind: Exclude<RelayCommand['kind'], 'add'>, retryRequests: number, now: number) {
  if (kind === 'retry') return { retry_requests: retryRequests + 1 };
  if (kind !== 'remove') return { paused: kind === 'pause' };
  // The row stays for the report.
  return { removed_at: new Date(now), status: 'DISCONNECTED', error_code: 'REMOVED' } as const;
}

async function add(tx: Database, { session, command, now }: Required<Commanded>): Promise<boolean> {
  const { userId, destinationId } = command;
  const destination = await findDestination(tx, { userId, id: destinationId });
  if (!destination || destination.source_id !== session.source_id) throw notFound('destination');
  const relay = await findRelay(tx, session.id, destinationId);
  if (relay?.removed_at === null) return false;
  const entitlements = await lockEntitlements(tx, userId, now);
  const used = await countLiveRelays(tx, userId);
  requireRoom(entitlements, { limit: 'live_destinations', used, more: 1 });
  await putRelays(tx, session.id, [destination]);
  return true;
}
