import { uuidOfName } from '@neustream/shared/node/uuid.ts';
import { type Allowance, monthOf } from '../../billing/public.ts';
import { requestEnd } from '../commands/request-end.ts';
import type { LiveDeps } from '../deps.ts';
import { ownEvent } from '../events/own-event.ts';
import { appendEvents } from '../events/store.ts';
import { isOpen, lockSession, type OpenSession } from '../sessions/store.ts';
import { splitByMonth } from '../usage/split.ts';
import { saveUsage } from '../usage/store.ts';
import { decideOnTime, type Verdict } from './decide.ts';

const USAGE_EVERY_MS = 10_000;

/** What is remembered about open sessions from one check to the next. */
export interface Memory {
  countedAt: Map<string, number>;
  /** When the session's time is next counted. */
  countNextAt: Map<string, number>;
  /** Ids of the warnings already given. */
  warned: Map<string, Set<string>>;
  unreachable: Set<string>;
}

export type LiveSession = OpenSession & { live_at: Date };

export function isLive(row: OpenSession): row is LiveSession {
  return row.live_at !== null;
}

interface Limited {
  row: LiveSession;
  memory: Memory;
  now: number;
  allowance: Allowance | undefined;
}

/** Counts how long a session has been live, every ten seconds. */
export async function countTime(
  { db }: LiveDeps,
  { row, memory: { countedAt, countNextAt }, now }: Omit<Limited, 'allowance'>,
): Promise<void> {
  if (now < (countNextAt.get(row.id) ?? 0)) return;
  await db.transaction(async (tx) => {
    const locked = await lockSession(tx, row.id);
    if (!locked || !isOpen(locked.status)) return;
    await saveUsage(tx, locked, splitByMonth(row.id, { from: row.live_at.getTime(), to: now }));
  });
  // The second interval is shorter for some than for others, so that not all sessions are counted at once.
  const pause = countedAt.has(row.id) ? 1 : 0.5 + Math.random() / 2;
  countNextAt.set(row.id, now + USAGE_EVERY_MS * pause);
  countedAt.set(row.id, now);
}

/** Warns about time limits and ends a session that has reached one. */
export async function enforceLimits(deps: LiveDeps, { row, memory, now, allowance }: Limited): Promise<void> {
  if (row.desired === 'ended' || !allowance) return;
  const sinceCounted = (now - (memory.countedAt.get(row.id) ?? now)) / 1000;
  const verdict = decideOnTime({
    limits: allowance.limits,
    monthSeconds: allowance.used + sinceCounted,
    sessionSeconds: (now - row.live_at.getTime()) / 1000,
  });
  await warn(deps, { row, memory, now, verdict });
  if (verdict.end) await requestEnd(deps, row.id, { reason: verdict.end, hop: 'server' });
}

async function warn(
  deps: LiveDeps,
  { row, memory, now, verdict }: Omit<Limited, 'allowance'> & { verdict: Verdict },
): Promise<void> {
  const given = memory.warned.get(row.id) ?? new Set<string>();
  const events = verdict.warnings
    .map(({ limit, share }) => {
      const period = limit === 'month_seconds' ? monthOf(now) : '';
      const id = uuidOfName(`warning ${row.id} ${limit} ${share} ${period}`);
      return ownEvent({ kind: 'usage.warning', at: now, id, data: { limit_name: limit, share } });
    })
    .filter(({ id }) => !given.has(id));
  if (events.length === 0) return;
  const written = await deps.db.transaction(async (tx) => {
    await lockSession(tx, row.id);
    return await appendEvents(tx, row.id, events);
  });
  memory.warned.set(row.id, new Set([...given, ...events.map(({ id }) => id)]));
  if (written > 0) deps.status.announce({ id: row.id, sourceId: row.source_id }, { urgent: true });
}
