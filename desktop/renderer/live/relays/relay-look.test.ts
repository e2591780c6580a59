import type { RelayView } from '@neustream/shared/live/schemas.ts';
import { expect, test } from 'vitest';
import { testRelay } from '../testing/session.ts';
import { hasProblem, type RelayLook, relayLook } from './relay-look.ts';

test.each<[string, Partial<RelayView>, RelayLook]>([
  ['sending', {}, 'live'],
  ['its first try', { status: 'CONNECTING' }, 'connecting'],
  ['a later try', { status: 'CONNECTING', attempts: 2 }, 'reconnecting'],
  ['a try after a failure', { status: 'CONNECTING', reason_code: 'CONNECTION_RESET' }, 'reconnecting'],
  ['no encoder yet', { status: 'DISCONNECTED', reason_code: 'SOURCE_ABSENT' }, 'waiting'],
  ['a rejected key', { status: 'ERROR', reason_code: 'KEY_REJECTED' }, 'error'],
  ['paused while in error', { status: 'ERROR', paused: true }, 'paused'],
  ['paused', { status: 'DISCONNECTED', reason_code: 'PAUSED' }, 'paused'],
  ['taken out', { status: 'DISCONNECTED', reason_code: 'REMOVED' }, 'removed'],
  ['the end', { status: 'DISCONNECTED', reason_code: 'SESSION_ENDED' }, 'ended'],
])('a relay with %s is shown as such', (_, change, look) => {
  expect(relayLook(testRelay(change), true)).toBe(look);
});

test('only failures have something to explain', () => {
  expect((['error', 'reconnecting'] as const).every(hasProblem)).toBe(true);
  expect((['live', 'paused', 'waiting', 'ready'] as const).some(hasProblem)).toBe(false);
});
