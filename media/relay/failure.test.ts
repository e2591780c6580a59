import { Secret } from '@neustream/shared/kernel/secret.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { safeDetail } from './failure.ts';

const key = new Secret('live_canary');

test('a platform’s words are shown without its key, control or direction characters, and cut', () => {
  expect(safeDetail('Stream live_canary\r\n\u0000 is \u202egone', key)).toBe('Stream *** is gone');
  expect(safeDetail('x'.repeat(1000), key)).toHaveLength(300);
  expect(safeDetail(' \u0007 ', key)).toBeNull();
  expect(safeDetail('as it is', new Secret(''))).toBe('as it is');
});

test('a key is not shown either without its query or percent-encoded', () => {
  const twitch = new Secret('live_1/ab?bandwidthtest=true');
  expect(safeDetail('no stream live_1/ab here', twitch)).toBe('no stream *** here');
  expect(safeDetail('/app/live_1%2Fab%3Fbandwidthtest%3Dtrue', twitch)).toBe('/app/***');
});

test('whatever surrounds it, the key is not shown', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (before, after) => {
      expect(safeDetail(`${before}live_canary${after}`, key) ?? '').not.toContain('live_canary');
    }),
  );
});
