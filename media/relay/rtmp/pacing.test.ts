import { setImmediate as turn } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { LoopPacing, TimerPacing } from './pacing.ts';

test('by a timer: reading stops, and goes on for all readers together', async () => {
  const pacing = new TimerPacing();
  const [first, second] = [vi.fn(), vi.fn()];
  for (let round = 1; round <= 2; round += 1) {
    expect(pacing.rest(first)).toBe(false);
    expect(pacing.rest(second)).toBe(false);
    await vi.waitFor(() => expect(first).toHaveBeenCalledTimes(round), { interval: 1 });
    expect(second).toHaveBeenCalledTimes(round);
  }
});

test('by the loop: reading never stops, and the loop sleeps once when all have read', async () => {
  const sleep = vi.spyOn(Atomics, 'wait');
  const pacing = new LoopPacing(1);
  for (let round = 1; round <= 3; round += 1) {
    for (let reader = 0; reader < 5; reader += 1) expect(pacing.rest()).toBe(true);
    expect(sleep).toHaveBeenCalledTimes(round - 1);
    await turn();
    expect(sleep).toHaveBeenCalledTimes(round);
  }
  sleep.mockRestore();
});
