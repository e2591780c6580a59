import type { SessionEndReason } from '@neustream/shared/live/session.ts';
import type { Database } from '../../infra/database/connect.ts';
import { ownEvent } from '../events/own-event.ts';
import { appendEvents } from '../events/store.ts';
import { closeRelays } from '../relays/store.ts';
import { splitByMonth } from '../usage/split.ts';
import { saveUsage } from '../usage/store.ts';
import { changeSession, type SessionRow } from './store.ts';

export interface Ending {
  status: 'ENDED' | 'ERROR';
  reason: SessionEndReason;
  liveAt: number | null;
  endedAt: number;
}

/** Closes a session whose row is locked: state, relays, usage and timeline, all in the same transaction. */
export async function finishSession(tx: Database, row: SessionRow, ending: Ending): Promise<void> {
  const endedAt = new Date(ending.endedAt);
  await changeSession(tx, row.id, {
    status: ending.status,
    desired: 'ended',
    live_at: ending.liveAt === null ? null : new Date(ending.liveAt),
    ended_at: endedAt,
    end_reason: ending.reason,
    play_token_enc: null,
  });
  await closeRelays(tx, row.id);
  if (ending.liveAt !== null) {
    await saveUsage(tx, row, splitByMonth(row.id, { from: ending.liveAt, to: ending.endedAt }));
  }
  const data = { reason: ending.reason };
  await appendEvents(tx, row.id, [ownEvent({ kind: 'session.ended', at: ending.endedAt, data })]);
}
