import { uuidOfName } from '@neustream/shared/node/uuid.ts';
import { monthOf, readEntitlements } from '../../billing/public.ts';
import { errorFields } from '../../infra/log.ts';
import { lastHeartbeat, NODE_SILENT_MS } from '../../nodes/public.ts';
import { requestEnd } from '../commands/request-end.ts';
import type { LiveDeps } from '../deps.ts';
import { ownEvent } from '../events/own-event.ts';
import { appendEvents } from '../events/store.ts';
import { finishSession } from '../sessions/finish-session.ts';
import { saveFacts } from '../sessions/save-facts.ts';
import { isOpen, listOpenSessions, lockSession, type OpenSession } from '../sessions/store.ts';
import { splitByMonth } from '../usage/split.ts';
import { saveUsage } from '../usage/store.ts';
import { decideOnTime, NODE_LOST_MS, type Verdict } from './decide.ts';

const USAGE_EVERY_MS = 10_000;

/**
 * Looks after open sessions: counts their time, warns and ends at limits of time, gives up those whose media
 * node is gone for good. Run it every second or two.
 */
export function createSupervisor(deps: LiveDeps): () => Promise<void> {
  const countedAt = new Map<string, number>();
  const unreachable = new Set<string>();
  let listeningSince = deps.clock();
  let failed = false;

  return async () => {
    const now = deps.clock();
    const sessions = await listOpenSessions(deps.db).catch((error: unknown) => {
      failed = true;
      throw error;
    });
    // While the database was away no heartbeat could be taken, so silence before now proves nothing.
    if (failed) listeningSince = now;
    failed = false;
    forgetClosed(sessions, [countedAt, unreachable]);
    for (const row of sessions) {
      // What fails for one session must not keep the limits of the others from being held.
      await superviseOne(row, now).catch((error: unknown) =>
        deps.log.warn({ sessionId: row.id, ...errorFields(error) }, 'A session was not looked after.'),
      );
    }
  };

  async function superviseOne(row: OpenSession, now: number): Promise<void> {
    const heartbeat = await lastHeartbeat(deps, row.node_id);
    if (now - Math.max(heartbeat, listeningSince) > NODE_LOST_MS) {
      return await giveUp(deps, row, Math.max(heartbeat, row.started_at.getTime()));
    }
    showReachability(deps, { row, unreachable, silent: now - heartbeat >= NODE_SILENT_MS });
    if (row.live_at !== null)
      await superviseLive(deps, { row, liveAt: row.live_at.getTime(), now, countedAt });
  }
}

function forgetClosed(
  open: readonly OpenSession[],
  remembered: readonly { keys(): Iterable<string>; delete(id: string): boolean }[],
): void {
  const ids = new Set(open.map(({ id }) => id));
  for (const memory of remembered) for (const id of [...memory.keys()]) if (!ids.has(id)) memory.delete(id);
}

function showReachability(
  { status }: LiveDeps,
  { row, unreachable, silent }: { row: OpenSession; unreachable: Set<string>; silent: boolean },
): void {
  if (silent === unreachable.has(row.id)) return;
  if (silent) unreachable.add(row.id);
  else unreachable.delete(row.id);
  status.announce({ id: row.id, sourceId: row.source_id }, { urgent: true });
}

interface LiveOne {
  row: OpenSession;
  liveAt: number;
  now: number;
  countedAt: Map<string, number>;
}

async function superviseLive(deps: LiveDeps, { row, liveAt, now, countedAt }: LiveOne): Promise<void> {
  if (now - (countedAt.get(row.id) ?? 0) >= USAGE_EVERY_MS) {
    await countTime(deps, { row, liveAt, now });
    countedAt.set(row.id, now);
  }
  if (row.desired === 'ended') return;
  const { plan, used } = await readEntitlements(deps.db, row.user_id, now);
  const sinceCounted = (now - (countedAt.get(row.id) ?? now)) / 1000;
  const verdict = decideOnTime({
    limits: plan,
    monthSeconds: used.month_seconds + sinceCounted,
    sessionSeconds: (now - liveAt) / 1000,
  });
  await warn(deps, { row, verdict, now });
  if (verdict.end) await requestEnd(deps, row.id, { reason: verdict.end, hop: 'server' });
}

async function countTime({ db }: LiveDeps, { row, liveAt, now }: Omit<LiveOne, 'countedAt'>): Promise<void> {
  await db.transaction(async (tx) => {
    const locked = await lockSession(tx, row.id);
    if (!locked || !isOpen(locked.status)) return;
    await saveUsage(tx, locked, splitByMonth(row.id, { from: liveAt, to: now }));
  });
}

async function warn(
  deps: LiveDeps,
  { row, verdict, now }: { row: OpenSession; verdict: Verdict; now: number },
): Promise<void> {
  if (verdict.warnings.length === 0) return;
  const events = verdict.warnings.map(({ limit, share }) => {
    const period = limit === 'month_seconds' ? monthOf(now) : '';
    const id = uuidOfName(`warning ${row.id} ${limit} ${share} ${period}`);
    return ownEvent({ kind: 'usage.warning', at: now, id, data: { limit_name: limit, share } });
  });
  const written = await deps.db.transaction(async (tx) => {
    await lockSession(tx, row.id);
    return await appendEvents(tx, row.id, events);
  });
  if (written > 0) deps.status.announce({ id: row.id, sourceId: row.source_id }, { urgent: true });
}

async function giveUp(deps: LiveDeps, { id }: OpenSession, endedAt: number): Promise<void> {
  const row = await deps.db.transaction(async (tx) => {
    const locked = await lockSession(tx, id);
    if (!locked || !isOpen(locked.status)) return null;
    const liveAt = locked.live_at?.getTime() ?? null;
    const ended = locked.desired === 'ended';
    const reason = ended ? (locked.end_reason ?? 'USER_ENDED') : 'NODE_LOST';
    const heard = deps.facts.get(id);
    if (heard) await saveFacts(tx, id, heard);
    await finishSession(tx, locked, { status: ended ? 'ENDED' : 'ERROR', reason, liveAt, endedAt });
    return locked;
  });
  if (!row) return;
  deps.facts.forget(id);
  deps.status.announce({ id, sourceId: row.source_id }, { urgent: true });
}
