import { expect, it, vi } from 'vitest';
import { MEASURE_MS, Measuring } from './measuring.ts';

it('a page that measures is read at 20 Mbps, for 20 seconds', () => {
  let now = 5000;
  const measuring = new Measuring(
    () => now,
    () => undefined,
  );
  let bytes = 0;
  while (measuring.count(60_000)) {
    bytes += 60_000;
    now += measuring.restMs();
  }
  expect(now).toBeGreaterThanOrEqual(5000 + MEASURE_MS);
  expect(now).toBeLessThan(5100 + MEASURE_MS);
  const megabits = (bytes * 8) / 1_000_000 / (MEASURE_MS / 1000);
  expect(megabits).toBeGreaterThan(19.5);
  expect(megabits).toBeLessThan(20.5);
});

it('a slow one is not made to wait', () => {
  let now = 0;
  const measuring = new Measuring(
    () => now,
    () => undefined,
  );
  for (; now < 10_000; now += 100) {
    expect(measuring.count(100_000)).toBe(true);
    expect(measuring.restMs()).toBe(0);
  }
});

it('ends once', () => {
  const onEnd = vi.fn();
  const measuring = new Measuring(() => 0, onEnd);
  measuring.end();
  measuring.end();
  expect(onEnd).toHaveBeenCalledTimes(1);
});
