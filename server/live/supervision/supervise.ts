import { readAllowances } from '../../billing/public.ts';
import { errorFields } from '../../infra/log.ts';
import { lastHeartbeat, NODE_SILENT_MS } from '../../nodes/public.ts';
import type { LiveDeps } from '../deps.ts';
import { finishSession } from '../sessions/finish-session.ts';
import { saveFacts } from '../sessions/save-facts.ts';
import { isOpen, listOpenSessions, lockSession, type OpenSession } from '../sessions/store.ts';
import { NODE_LOST_MS } from './decide.ts';
import { enforceQuality } from './quality.ts';
import { countTime, enforceLimits, isLive, type Memory } from './time-limits.ts';

/**
 * Supervises open sessions: counts their time, warns and ends them at limits of time and quality, and gives up those
 * whose media node is gone for good. Run it every second or two.
 */
export function createSupervisor(deps: LiveDeps): () => Promise<void> {
  const memory: Memory = {
    countedAt: new Map(),
    countNextAt: new Map(),
    warned: new Map(),
    unreachable: new Set(),
  };
  let listeningSince = deps.clock();
  let failed = false;

  return async () => {
    const now = deps.clock();
    const sessions = await listOpenSessions(deps.db).catch((error: unknown) => {
      failed = true;
      throw error;
    });
    // While the database was unavailable no heartbeat could be received, so silence before now proves nothing.
    if (failed) listeningSince = now;
    failed = false;
    forgetClosed(sessions, Object.values(memory));
    await forEach(deps, sessions, (row) => watchNode(deps, { row, memory, listeningSince, now }));
    const live = sessions.filter(isLive);
    await forEach(deps, live, (row) => countTime(deps, { row, memory, now }));
    // One query for all of them, after their time was counted.
    const owners = new Set(live.map(({ user_id }) => user_id));
    const allowances = await readAllowances(deps.db, [...owners], now);
    await forEach(deps, live, async (row) => {
      const allowance = allowances.get(row.user_id);
      await enforceLimits(deps, { row, memory, now, allowance });
      await enforceQuality(deps, { row, now, allowance });
    });
  };
}

/** A failure for one session must not keep the limits of the others from being enforced. */
async function forEach<Row extends OpenSession>(
  { log }: LiveDeps,
  rows: readonly Row[],
  work: (row: Row) => Promise<void>,
): Promise<void> {
  for (const row of rows) {
    await work(row).catch((error: unknown) =>
      log.warn({ sessionId: row.id, ...errorFields(error) }, 'A session could not be supervised.'),
    );
  }
}

interface Watched {
  row: OpenSession;
  memory: Memory;
  listeningSince: number;
  now: number;
}

async function watchNode(deps: LiveDeps, { row, memory, listeningSince, now }: Watched): Promise<void> {
  const heartbeat = await lastHeartbeat(deps, row.node_id);
  if (now - Math.max(heartbeat, listeningSince) > NODE_LOST_MS) {
    return await giveUp(deps, row, Math.max(heartbeat, row.started_at.getTime()));
  }
  showReachability(deps, { row, memory, silent: now - heartbeat >= NODE_SILENT_MS });
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
  { row, memory: { unreachable }, silent }: Pick<Watched, 'row' | 'memory'> & { silent: boolean },
): void {
  if (silent === unreachable.has(row.id)) return;
  if (silent) unreachable.add(row.id);
  else unreachable.delete(row.id);
  status.announce({ id: row.id, sourceId: row.source_id }, { urgent: true });
}

async function giveUp(deps: LiveDeps, { id }: OpenSession, endedAt: number): Promise<void> {
  const row = await deps.db.transaction(async (tx) => {
    const locked = await lockSession(tx, id);
    if (!locked || !isOpen(locked.status)) return null;
    const liveAt = locked.live_at?.getTime() ?? null;
    const ended = locked.desired === 'ended';
    const reason = ended ? (locked.end_reason ?? 'USER_ENDED') : 'NODE_LOST';
    const reported = deps.facts.get(id);
    if (reported) await saveFacts(tx, id, reported);
    await finishSession(tx, locked, { status: ended ? 'ENDED' : 'ERROR', reason, liveAt, endedAt });
    return locked;
  });
  if (!row) return;
  deps.facts.forget(id);
  deps.status.announce({ id, sourceId: row.source_id }, { urgent: true });
}
