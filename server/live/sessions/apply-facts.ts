import type { NodeSession } from '@neustream/shared/contracts/media-control.ts';
import {
  SESSION_TRANSITIONS,
  type SessionEndReason,
  type SessionStatus,
} from '@neustream/shared/live/session.ts';
import type { SessionRow } from './store.ts';

export interface NewState {
  status: SessionStatus;
  liveAt: number | null;
  endedAt: number | null;
  endReason: SessionEndReason | null;
}

type Known = Pick<SessionRow, 'desired' | 'status' | 'live_at' | 'ended_at' | 'end_reason' | 'started_at'>;
type Facts = Pick<NodeSession, 'endedReason' | 'endedAt' | 'relays'>;

/** The state of a session after its node reported these facts. Never leaves what `SESSION_TRANSITIONS` allows. */
export function applyFacts(row: Known, facts: Facts, now: number): NewState {
  const known: NewState = {
    status: row.status,
    liveAt: row.live_at?.getTime() ?? null,
    endedAt: row.ended_at?.getTime() ?? null,
    endReason: row.end_reason,
  };
  const liveSince = facts.relays.flatMap(({ status, liveSince }) =>
    status === 'LIVE' ? [liveSince ?? now] : [],
  );
  const liveAt =
    known.liveAt ??
    // A node's clock may be wrong: time that seems to lie ahead would be counted by nobody.
    (liveSince.length > 0 ? Math.max(row.started_at.getTime(), Math.min(now, ...liveSince)) : null);
  const wanted = wantedStatus(row, facts, liveAt !== null);
  if (wanted === row.status || !SESSION_TRANSITIONS[row.status].includes(wanted)) {
    return wanted === row.status && row.ended_at === null ? { ...known, liveAt } : known;
  }
  if (facts.endedReason === null) return { ...known, status: wanted, liveAt };
  const endedAt = Math.max(row.started_at.getTime(), Math.min(facts.endedAt ?? now, now));
  return { status: wanted, liveAt, endedAt, endReason: row.end_reason ?? facts.endedReason };
}

function wantedStatus(row: Known, facts: Facts, wasLive: boolean): SessionStatus {
  if (facts.endedReason !== null) return facts.endedReason === 'INTERNAL' ? 'ERROR' : 'ENDED';
  if (row.desired === 'ended') return 'ENDING';
  return wasLive ? 'LIVE' : row.status;
}
