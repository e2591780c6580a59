import { describe, expect, it } from 'vitest';
import { backoffMs, failuresInARow } from './backoff.ts';

describe('pauses between tries', () => {
  it('double with each failure up to the longest, and begin with none', () => {
    const pauses = [0, 1, 2, 3, 4, 2000].map((failures) =>
      backoffMs(failures, { firstMs: 100, longestMs: 500 }),
    );
    expect(pauses).toEqual([0, 100, 200, 400, 500, 500]);
  });

  it('differ by chance within the jitter, also at the longest', () => {
    const pauses = [0, 0.5, 1].map((random) =>
      backoffMs(9, { firstMs: 100, longestMs: 500, jitter: 0.2 }, random),
    );
    expect(pauses).toEqual([400, 500, 600]);
  });

  it('are counted anew after a steady run', () => {
    expect(failuresInARow(4, { ranMs: 9_999, steadyMs: 10_000 })).toBe(5);
    expect(failuresInARow(4, { ranMs: 10_000, steadyMs: 10_000 })).toBe(1);
  });
});
