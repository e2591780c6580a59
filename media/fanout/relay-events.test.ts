import type { RelayFacts } from '@neustream/shared/live/facts.ts';
import { describe, expect, it } from 'vitest';
import { NOTHING_RECORDED, recordRelay } from './relay-events.ts';
import { idleFacts, NO_TOTALS } from './relay-totals.ts';

/** The kinds of timeline lines that a series of facts produces. */
function tell(course: readonly Partial<RelayFacts>[]): string[] {
  let recorded = NOTHING_RECORDED;
  return course.flatMap((facts) => {
    const result = recordRelay(recorded, { ...idleFacts('CONNECTING', null, NO_TOTALS), ...facts });
    recorded = result.recorded;
    return result.lines.map((line) => line.kind);
  });
}

describe('the timeline of a relay', () => {
  it('tells connecting, live, a failure and the return', () => {
    expect(
      tell([
        { status: 'CONNECTING', attempts: 1 },
        { status: 'LIVE', attempts: 1 },
        { status: 'CONNECTING', attempts: 1, reasonCode: 'CONNECTION_RESET', nextRetryAt: 1000 },
        { status: 'CONNECTING', attempts: 2, reasonCode: 'CONNECTION_RESET' },
        { status: 'CONNECTING', attempts: 2, reasonCode: 'CONNECTION_REFUSED', nextRetryAt: 3000 },
        { status: 'LIVE', attempts: 3 },
      ]),
    ).toEqual(['relay.connecting', 'relay.live', 'relay.failed', 'relay.failed', 'relay.live']);
  });

  it('tells giving up once, however often a quiet try fails', () => {
    const error = { status: 'ERROR', reasonCode: 'CONNECTION_REFUSED' } as const;
    expect(
      tell([
        { attempts: 1 },
        { ...error, attempts: 3 },
        { ...error, attempts: 4 },
        { ...error, attempts: 5 },
      ]),
    ).toEqual(['relay.connecting', 'relay.gave_up']);
  });

  it('tells once that a destination falls behind, and once that it has caught up', () => {
    const live = { status: 'LIVE', attempts: 1 } as const;
    expect(
      tell([
        live,
        { ...live, dropping: 'disposable', lagMs: 2600 },
        { ...live, dropping: 'video', lagMs: 5100 },
        { ...live, dropping: 'disposable', lagMs: 4000 },
        live,
        { ...live, dropping: 'video', lagMs: 5100 },
        { status: 'CONNECTING', attempts: 1, reasonCode: 'NO_PROGRESS', nextRetryAt: 1000 },
        { ...live, attempts: 2 },
      ]),
    ).toEqual([
      'relay.live',
      'relay.lagging',
      'relay.caught_up',
      'relay.lagging',
      'relay.failed',
      'relay.live',
    ]);
  });

  it('tells when the encoder lacks the sound track that a destination should get', () => {
    const facts = { ...idleFacts('LIVE', null, NO_TOTALS), audioTrack: 0 };
    expect(recordRelay(NOTHING_RECORDED, facts, 2).lines).toMatchObject([
      { kind: 'relay.live', data: { audioTrack: 0, missingAudioTrack: 2 } },
    ]);
    expect(recordRelay(NOTHING_RECORDED, facts, 0).lines[0]?.data).toEqual({ attempts: 0 });
  });

  it('repeats nothing when the same facts are result again', () => {
    expect(tell([{ status: 'LIVE' }, { status: 'LIVE' }, { status: 'LIVE' }])).toEqual(['relay.live']);
  });
});
