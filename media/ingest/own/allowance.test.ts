import { expect, test } from 'vitest';
import { Allowance } from './allowance.ts';

function allowance() {
  const state = { now: 0 };
  return { state, of: new Allowance(() => state.now) };
}

test('an encoder of many tracks, and one that catches up after ten seconds, are read as fast as they send', () => {
  const { state, of } = allowance();
  for (let message = 0; message < 4500; message += 1) of.spend(6000);
  expect(of.restMs()).toBe(0);
  for (; state.now < 60_000; state.now += 100) {
    for (let message = 0; message < 45; message += 1) of.spend(6000);
    expect(of.restMs()).toBe(0);
  }
});

test('one that sends a file as fast as it can is read no faster than its lane can bear', () => {
  const { state, of } = allowance();
  let bytes = 0;
  for (let seconds = 0; seconds < 60; ) {
    for (let message = 0; message < 10; message += 1) of.spend(25_000);
    bytes += 250_000;
    state.now += of.restMs();
    seconds = state.now / 1000;
  }
  expect(bytes / 60).toBeLessThan(45_000_000);
});

test('one that floods its lane with messages is no encoder', () => {
  const { of } = allowance();
  expect(() => {
    for (let message = 0; message < 131_072; message += 1) of.spend(1);
  }).toThrow('too many messages');
});
