import { expect, test, vi } from 'vitest';
import { LoopPacing, TimerPacing } from './pacing.ts';

/** The delay that batching may add, in ms, on top of the machine's own. */
const MOST_MS = 15;

test('by a timer: reading stops and goes on after less than 15 ms', async () => {
  const pacing = new TimerPacing();
  const resume = vi.fn();
  for (let round = 1; round <= 2; round += 1) {
    expect(pacing.rest(resume)).toBe(false);
    await vi.waitFor(() => expect(resume).toHaveBeenCalledTimes(round), { interval: 1 });
  }
});

test('by the loop: one reader’s rest serves all, and reading never stops', () => {
  const pacing = new LoopPacing();
  const [first, second] = [vi.fn(), vi.fn()];
  const took = (reader: () => void) => {
    const before = performance.now();
    expect(pacing.rest(reader)).toBe(true);
    return performance.now() - before;
  };
  expect(took(first)).toBeGreaterThan(MOST_MS / 2);
  expect(took(second)).toBeLessThan(MOST_MS / 2);
  expect(took(first)).toBeGreaterThan(MOST_MS / 2);
  expect(first).not.toHaveBeenCalled();
});

test('by the loop: a reader that fell silent leads no more', async () => {
  const pacing = new LoopPacing();
  const clock = vi.spyOn(performance, 'now');
  clock.mockReturnValue(1000);
  pacing.rest(() => undefined);
  clock.mockReturnValue(1040);
  const second = vi.fn();
  pacing.rest(second);
  clock.mockRestore();
  const before = performance.now();
  pacing.rest(second);
  expect(performance.now() - before).toBeGreaterThan(MOST_MS / 2);
});
