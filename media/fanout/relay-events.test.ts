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

  it('repeats nothing when the same facts are result again', () => {
    expect(tell([{ status: 'LIVE' }, { status: 'LIVE' }, { status: 'LIVE' }])).toEqual(['relay.live']);
  });
});
