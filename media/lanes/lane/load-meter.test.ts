import { expect, it } from 'vitest';
import { LoadMeter } from './load-meter.ts';

it('a lane’s load is its share of a core over about a second, without what it took to start', () => {
  let [at, micros] = [0, 0];
  const meter = new LoadMeter(
    () => at,
    () => micros,
  );
  [at, micros] = [1000, 900_000];
  expect(meter.read()).toBe(0);
  [at, micros] = [2000, 1_150_000];
  expect(meter.read()).toBe(0.25);
  [at, micros] = [2010, 1_160_000];
  expect(meter.read()).toBe(0.25);
  [at, micros] = [3000, 4_000_000];
  expect(meter.read()).toBe(1);
  [at, micros] = [4000, 4_000_000];
  expect(meter.read()).toBe(0);
});
