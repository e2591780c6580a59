import { expect, test } from 'vitest';
import { currentRate, HISTORY, ratesOf, type Sample, withSample } from './rates.ts';

const steady = (count: number, bytesPerSecond: number): Sample[] =>
  Array.from({ length: count }, (_, index) => ({ at: index * 1000, bytes: index * bytesPerSecond }));

test('a rate is what was sent between two snapshots, in kbit/s', () => {
  expect(ratesOf(steady(3, 125_000))).toEqual([1000, 1000]);
});

test('the present rate is the mean of the last seconds', () => {
  const uneven = [...steady(9, 125_000), { at: 9000, bytes: 8 * 125_000 + 250_000 }];
  expect(currentRate(uneven)).toBeCloseTo(1250);
});

test('there is no rate before two snapshots, and none is made up from a long gap', () => {
  expect(currentRate([])).toBeNull();
  expect(currentRate([{ at: 0, bytes: 10 }])).toBeNull();
  expect(
    currentRate([
      { at: 0, bytes: 0 },
      { at: 10_000, bytes: 125_000 },
    ]),
  ).toBe(100);
});

test('a repeated or older snapshot changes nothing', () => {
  const history = steady(3, 1000);
  expect(withSample(history, { at: 2000, bytes: 9000 })).toBe(history);
  expect(withSample(history, { at: 1500, bytes: 9000 })).toBe(history);
});

test('a count that begins anew begins a new history instead of a negative rate', () => {
  expect(withSample(steady(3, 1000), { at: 3000, bytes: 5 })).toEqual([{ at: 3000, bytes: 5 }]);
});

test('a history stays bounded', () => {
  let history: readonly Sample[] = [];
  for (const sample of steady(HISTORY * 3, 1000)) history = withSample(history, sample);
  expect(history).toHaveLength(HISTORY);
  expect(history.at(-1)?.at).toBe((HISTORY * 3 - 1) * 1000);
});
