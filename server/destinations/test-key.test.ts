import { findPlatform } from '@neustream/shared/destinations/registry.ts';
import { Secret } from '@neustream/shared/kernel/secret.ts';
import { expect, test } from 'vitest';
import { testKeyOf } from './test-key.ts';

const keyAt = (host: string, { platform = 'twitch', key = 'live_1' } = {}) =>
  testKeyOf(findPlatform(platform), host, new Secret(key))?.reveal() ?? null;

test('Twitch is shown the key in the form that tests the bandwidth', () => {
  expect(keyAt('ingest.global-contribute.live-video.net')).toBe('live_1?bandwidthtest=true');
  expect(keyAt('LIVE.twitch.tv.')).toBe('live_1?bandwidthtest=true');
  expect(keyAt('live.twitch.tv', { key: 'live_1?a=b' })).toBe('live_1?a=b&bandwidthtest=true');
});

test('no server that might go live is shown a key', () => {
  expect(keyAt('live-video.net.example.com')).toBeNull();
  expect(keyAt('notlive-video.net')).toBeNull();
  expect(keyAt('a.rtmps.youtube.com', { platform: 'youtube' })).toBeNull();
  expect(keyAt('a.global-contribute.live-video.net', { platform: 'kick' })).toBeNull();
  expect(keyAt('live.twitch.tv', { platform: 'one that was removed' })).toBeNull();
});
