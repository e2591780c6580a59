import { describe, expect, it } from 'vitest';
import { decideEnd, nextDeadline, timerFor } from './decide-life.ts';

const plan = { desired: 'live', endReason: null, graceMs: 60_000, firstPublishMs: 1_800_000 } as const;

describe('the life of a session on its node', () => {
  it('waits for its first encoder, and ends as never started when none comes', () => {
    const life = { acceptedAt: 1000, publishedAt: null, goneSince: null };
    expect(nextDeadline(plan, life)).toBe(1_801_000);
    expect(decideEnd(plan, life, 1_800_999)).toBeNull();
    expect(decideEnd(plan, life, 1_801_000)).toBe('NEVER_STARTED');
  });

  it('has no deadline while an encoder publishes', () => {
    const life = { acceptedAt: 0, publishedAt: 500, goneSince: null };
    expect(nextDeadline(plan, life)).toBeNull();
    expect(decideEnd(plan, life, Number.MAX_SAFE_INTEGER)).toBeNull();
  });

  it('waits out the grace when the encoder is gone, and says so when it ends', () => {
    const life = { acceptedAt: 0, publishedAt: 500, goneSince: 10_000 };
    expect(decideEnd(plan, life, 69_999)).toBeNull();
    expect(decideEnd(plan, life, 70_000)).toBe('ENCODER_GONE');
  });

  it('is looked at again when its deadline comes, or as late as a timer can', () => {
    expect(timerFor(5000, 2000)).toBe(3000);
    expect(timerFor(2000, 5000)).toBe(1);
    // The clock was set back by a year.
    expect(timerFor(365 * 86_400_000, 0)).toBe(2 ** 31 - 1);
  });

  it('ends at once when its plan says so, with the plan’s reason', () => {
    const life = { acceptedAt: 0, publishedAt: 500, goneSince: null };
    expect(decideEnd({ ...plan, desired: 'ended', endReason: 'MONTH_HOURS_USED' }, life, 600)).toBe(
      'MONTH_HOURS_USED',
    );
    expect(decideEnd({ ...plan, desired: 'ended' }, life, 600)).toBe('USER_ENDED');
  });
});
