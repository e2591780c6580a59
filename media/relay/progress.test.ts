import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { NO_PROGRESS_MS, ProgressWatch } from './progress.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test('a destination that takes nothing for ten seconds is given up', () => {
  const onStalled = vi.fn();
  const watch = new ProgressWatch({ mark: () => 7, onStalled });
  watch.watch();
  vi.advanceTimersByTime(NO_PROGRESS_MS - 1);
  expect(onStalled).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(onStalled).toHaveBeenCalledTimes(1);
});

test('slow is not stalled', () => {
  let taken = 0;
  const onStalled = vi.fn();
  const watch = new ProgressWatch({ mark: () => taken++, onStalled });
  watch.watch();
  vi.advanceTimersByTime(10 * NO_PROGRESS_MS);
  expect(onStalled).not.toHaveBeenCalled();
  watch.close();
});

test('one that caught up is no longer watched', () => {
  let mark: number | null = 1;
  const onStalled = vi.fn();
  const watch = new ProgressWatch({ mark: () => mark, onStalled });
  watch.watch();
  mark = null;
  vi.advanceTimersByTime(NO_PROGRESS_MS);
  expect(onStalled).not.toHaveBeenCalled();
  expect(vi.getTimerCount()).toBe(0);
});
