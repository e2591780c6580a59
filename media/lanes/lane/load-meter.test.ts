import { expect, it } from 'vitest';
import { LoadMeter } from './load-meter.ts';

it('a lane’s load is its share of a core over about a second, never over an instant', () => {
  let [at, micros] = [0, 0];
  const meter = new LoadMeter(
    () => at,
    () => micros,
  );
  [at, micros] = [1000, 250_000];
  expect(meter.read()).toBe(0.25);
  [at, micros] = [1010, 260_000];
  expect(meter.read()).toBe(0.25);
  [at, micros] = [2000, 3_000_000];
  expect(meter.read()).toBe(1);
  [at, micros] = [3000, 3_000_000];
  expect(meter.read()).toBe(0);
});
