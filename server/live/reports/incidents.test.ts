import type { SessionEventKind } from '@neustream/shared/live/events.ts';
import { describe, expect, it } from 'vitest';
import { findGaps, liveTimeOf } from './incidents.ts';

const event = (at: number, kind: SessionEventKind, destination: string | null = 'd', data = {}) => ({
  at: new Date(at * 1000),
  kind,
  destination_id: destination,
  data,
  hop: 'relay' as const,
});

describe('the incidents of a session', () => {
  it('are the times from losing a destination until it is live again', () => {
    const events = [
      event(0, 'relay.connecting'),
      event(1, 'relay.live'),
      event(10, 'relay.failed', 'd', { reasonCode: 'CONNECTION_RESET' }),
      event(11, 'relay.failed', 'd', { reasonCode: 'CONNECTION_REFUSED' }),
      event(14, 'relay.live'),
    ];
    const gaps = findGaps({ events, until: 20_000 });
    expect(gaps).toMatchObject([
      { reasonCode: 'CONNECTION_RESET', fault: 'destination', began: 10_000, over: 14_000 },
    ]);
    expect(liveTimeOf('d', { events, until: 20_000 })).toEqual({ seconds: 15, gaps: 1 });
  });

  it('name the person’s own encoder when it went away', () => {
    const events = [event(5, 'encoder.gone', null), event(9, 'encoder.returned', null)];
    expect(findGaps({ events, until: 20_000 })).toMatchObject([
      { reasonCode: 'ENCODER_GONE', fault: 'user', began: 5_000, over: 9_000 },
    ]);
  });

  it('leave the time without an encoder out of what was live, also where the destination held on', () => {
    const gone = [event(1, 'relay.live'), event(5, 'encoder.gone', null), event(9, 'encoder.returned', null)];
    expect(liveTimeOf('d', { events: gone, until: 20_000 }).seconds).toBe(15);
    const anew = [...gone, event(10, 'relay.live'), event(12, 'relay.failed')];
    expect(liveTimeOf('d', { events: anew, until: 20_000 }).seconds).toBe(7);
  });

  it('leave out what was not sent while the media node was restarted', () => {
    const events = [
      event(1, 'relay.live'),
      event(5, 'node.restarted', null),
      event(9, 'encoder.returned', null),
      event(10, 'relay.live'),
    ];
    expect(liveTimeOf('d', { events, until: 20_000 }).seconds).toBe(14);
  });

  it('last until the end when nobody came back', () => {
    const events = [event(1, 'relay.live'), event(5, 'relay.gave_up', 'd', { reasonCode: 'KEY_REJECTED' })];
    const ended = [...events, event(20, 'session.ended', null)];
    expect(findGaps({ events: ended, until: 20_000 })).toMatchObject([{ fault: 'user', over: null }]);
    expect(liveTimeOf('d', { events: ended, until: 20_000 })).toEqual({ seconds: 4, gaps: 1 });
  });

  it('are none when the user paused or removed a destination', () => {
    const events = [
      event(1, 'relay.live'),
      event(5, 'relay.paused'),
      event(8, 'relay.live'),
      event(9, 'relay.removed'),
    ];
    expect(findGaps({ events, until: 20_000 })).toEqual([]);
    expect(liveTimeOf('d', { events, until: 20_000 })).toEqual({ seconds: 5, gaps: 0 });
  });
});
