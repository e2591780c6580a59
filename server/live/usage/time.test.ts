import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decideOnTime } from '../supervision/decide.ts';
import { splitByMonth } from './split.ts';

describe('live time', () => {
  it('across a month’s end counts in both months', () => {
    const from = Date.UTC(2026, 10, 30, 23, 50);
    const shares = splitByMonth('s', { from, to: from + 30 * 60_000 });
    expect(shares.map(({ month, seconds }) => [month, seconds])).toEqual([
      ['2026-11', 600],
      ['2026-12', 1200],
    ]);
  });

  it('is never lost or doubled by splitting', () => {
    const instant = fc.integer({ min: 0, max: 400 * 86_400 }).map((seconds) => seconds * 1000);
    fc.assert(
      fc.property(instant, instant, (from, length) => {
        const shares = splitByMonth('s', { from, to: from + length });
        expect(shares.reduce((sum, { seconds }) => sum + seconds, 0)).toBe(length / 1000);
        expect(new Set(shares.map(({ id }) => id)).size).toBe(shares.length);
      }),
    );
  });
});

describe('limits of time', () => {
  const limits = { month_seconds: 1000, session_seconds: 100 };

  it.each([
    [{ monthSeconds: 0, sessionSeconds: 79 }, null, []],
    [{ monthSeconds: 0, sessionSeconds: 80 }, null, ['session_seconds 0.8']],
    [{ monthSeconds: 960, sessionSeconds: 10 }, null, ['month_seconds 0.8', 'month_seconds 0.95']],
    [
      { monthSeconds: 0, sessionSeconds: 100 },
      'LONGEST_SESSION_REACHED',
      ['session_seconds 0.8', 'session_seconds 0.95'],
    ],
    [
      { monthSeconds: 1000, sessionSeconds: 1 },
      'MONTH_HOURS_USED',
      ['month_seconds 0.8', 'month_seconds 0.95'],
    ],
  ])('%o ends with %s and warns of %o', (used, end, warnings) => {
    const verdict = decideOnTime({ limits, ...used });
    expect(verdict.end).toBe(end);
    expect(verdict.warnings.map(({ limit, share }) => `${limit} ${share}`)).toEqual(warnings);
  });

  it('do not exist on plans without them', () => {
    const unlimited = { month_seconds: null, session_seconds: null };
    const verdict = decideOnTime({ limits: unlimited, monthSeconds: 1e9, sessionSeconds: 1e9 });
    expect(verdict).toEqual({ end: null, warnings: [] });
  });
});
