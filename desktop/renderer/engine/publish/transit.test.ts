import { expect, test } from 'vitest';
import { Transit } from './transit.ts';

test('what is on its way is as old as its oldest byte that has not arrived', () => {
  const transit = new Transit();
  expect(transit.delayMs(0)).toBe(0);
  transit.send(1000, 0);
  transit.send(1000, 100);
  expect(transit.delayMs(300)).toBe(300);
  transit.arrived(1000, 320);
  expect(transit.delayMs(400)).toBe(300);
  transit.arrived(1500, 420);
  expect(transit.delayMs(500)).toBe(400);
  transit.arrived(2000, 520);
  expect(transit.delayMs(600)).toBe(0);
});

test('the throughput is what arrived in the last two seconds', () => {
  const transit = new Transit();
  for (let second = 0; second <= 10; second += 1) transit.arrived(second * 125_000, second * 1000);
  expect(transit.throughput(10_000)).toBeCloseTo(1_000_000);
  // Nothing more arrives: there is nothing to measure by.
  expect(transit.throughput(20_000)).toBe(0);
});

test('the ingest is silent while something is on its way and it says nothing of it', () => {
  const transit = new Transit();
  expect(transit.silentMs(60_000)).toBe(0);
  transit.send(1000, 60_000);
  transit.send(1000, 60_100);
  expect(transit.silentMs(61_000)).toBe(1000);
  // Slow, and alive.
  transit.arrived(500, 65_000);
  expect(transit.silentMs(66_000)).toBe(1000);
  transit.arrived(2000, 67_000);
  expect(transit.silentMs(90_000)).toBe(0);
  // A pause of ours is no silence of the ingest.
  transit.send(1000, 90_000);
  expect(transit.silentMs(91_000)).toBe(1000);
});
