import { expect, test } from 'vitest';
import { receivedShare } from './received-share.ts';

test('what a platform confirmed is a share of what was sent, unknown when it confirms nothing', () => {
  expect(receivedShare(1000, 990)).toBe(0.99);
  expect(receivedShare(1000, 1001)).toBe(1);
  expect(receivedShare(1000, 0)).toBeNull();
  expect(receivedShare(0, 0)).toBeNull();
});
