import { expect, test } from 'vitest';
import { clock, createFormat } from './format.ts';

const english = createFormat('en');

test('a clock runs over the hour', () => {
  expect(clock(5)).toBe('00:05');
  expect(clock(3723)).toBe('1:02:03');
  expect(clock(-3)).toBe('00:00');
});

test('durations are told in the two units that matter', () => {
  expect(english.duration(40)).toBe('40 sec');
  expect(english.duration(80)).toBe('1 min 20 sec');
  expect(english.duration(660)).toBe('11 min');
  expect(english.duration(7500)).toBe('2 hr 5 min');
});

test('rates change their unit at a thousand', () => {
  expect(english.kbps(820.4)).toBe('820 kbps');
  expect(english.kbps(6204)).toBe('6.2 Mbps');
});

test('a share reads 100 % only when it is all', () => {
  expect(english.percent(0.99996)).toBe('99.9%');
  expect(english.percent(1)).toBe('100%');
});

test('money knows its minor units and its language', () => {
  expect(english.money(999, 'USD')).toBe('$9.99');
  expect(english.money(0, 'USD')).toBe('$0');
  expect(createFormat('hi').money(249_900, 'INR')).toBe('₹2,499');
});

test('times ago are told in words', () => {
  const now = Date.parse('2026-11-22T10:00:00Z');
  expect(english.relative('2026-11-22T09:59:40Z', now)).toBe('this minute');
  expect(english.relative('2026-11-20T10:00:00Z', now)).toBe('2 days ago');
});

test('bytes have the unit that fits', () => {
  expect(english.bytes(0)).toBe('0 byte');
  expect(english.bytes(4_512_000)).toBe('4.5 MB');
  expect(english.bytes(1_230_000_000)).toBe('1.23 GB');
});
