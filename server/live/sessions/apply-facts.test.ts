import {
  type DesiredSessionState,
  SESSION_STATUSES,
  SESSION_TRANSITIONS,
  type SessionEndReason,
  type SessionStatus,
} from '@neustream/shared/live/session.ts';
import { describe, expect, it } from 'vitest';
import { CONNECTING } from '../../testing/fake-node.ts';
import { applyFacts } from './apply-facts.ts';

const NOW = 1_000_000;
const row = (status: SessionStatus, desired: DesiredSessionState, liveAt: number | null = null) => ({
  status,
  desired,
  started_at: new Date(100),
  live_at: liveAt === null ? null : new Date(liveAt),
  ended_at: null,
  end_reason: desired === 'ended' ? ('USER_ENDED' as const) : null,
});
const facts = (liveSince: number | null, endedReason: SessionEndReason | null = null) => ({
  endedReason,
  endedAt: endedReason === null ? null : 900_000,
  relays: [
    { ...CONNECTING, destinationId: 'a' },
    ...(liveSince === null
      ? []
      : [{ ...CONNECTING, destinationId: 'b', status: 'LIVE' as const, liveSince }]),
  ],
});

describe('a session after its node reported', () => {
  it.each<[SessionStatus, DesiredSessionState, number | null, SessionEndReason | null, SessionStatus]>([
    ['STARTING', 'live', null, null, 'STARTING'],
    ['STARTING', 'live', 500, null, 'LIVE'],
    ['STARTING', 'live', null, 'NEVER_STARTED', 'ENDED'],
    ['STARTING', 'live', null, 'INTERNAL', 'ERROR'],
    ['STARTING', 'ended', null, null, 'ENDING'],
    ['LIVE', 'live', null, null, 'LIVE'],
    ['LIVE', 'live', 500, null, 'LIVE'],
    ['LIVE', 'live', null, 'ENCODER_GONE', 'ENDED'],
    ['LIVE', 'ended', 500, null, 'ENDING'],
    ['ENDING', 'ended', 500, null, 'ENDING'],
    ['ENDING', 'ended', null, 'USER_ENDED', 'ENDED'],
    ['ENDED', 'ended', 500, null, 'ENDED'],
    ['ENDED', 'ended', null, 'INTERNAL', 'ENDED'],
    ['ERROR', 'ended', 500, 'USER_ENDED', 'ERROR'],
  ])('%s, desired %s, live since %s, ended by %s → %s', (status, desired, liveSince, reason, next) => {
    const liveAt = status === 'LIVE' ? 400 : null;
    expect(applyFacts(row(status, desired, liveAt), facts(liveSince, reason), NOW).status).toBe(next);
  });

  it('never leaves the transitions that are allowed', () => {
    for (const status of SESSION_STATUSES) {
      for (const ordered of ['live', 'ended'] as const) {
        for (const reason of [null, 'USER_ENDED', 'INTERNAL'] as const) {
          const next = applyFacts(row(status, ordered), facts(500, reason), NOW).status;
          expect([status, ...SESSION_TRANSITIONS[status]]).toContain(next);
        }
      }
    }
  });

  it('is live since its first relay was, and keeps that', () => {
    expect(applyFacts(row('STARTING', 'live'), facts(500), NOW).liveAt).toBe(500);
    expect(applyFacts(row('LIVE', 'live', 400), facts(500), NOW).liveAt).toBe(400);
    expect(applyFacts(row('STARTING', 'live'), facts(50), NOW).liveAt).toBe(100);
  });

  it('is live since now at the latest, whatever the clock of its node says', () => {
    expect(applyFacts(row('STARTING', 'live'), facts(NOW + 600_000), NOW).liveAt).toBe(NOW);
  });

  it('ends with the reason of the order, else with the node’s, and never in the future', () => {
    const ordered = applyFacts(row('ENDING', 'ended'), facts(null, 'ENCODER_GONE'), NOW);
    expect(ordered).toMatchObject({ endReason: 'USER_ENDED', endedAt: 900_000 });
    const byItself = applyFacts(
      row('LIVE', 'live', 400),
      { ...facts(null, 'ENCODER_GONE'), endedAt: NOW + 5 },
      NOW,
    );
    expect(byItself).toMatchObject({ endReason: 'ENCODER_GONE', endedAt: NOW });
  });
});
