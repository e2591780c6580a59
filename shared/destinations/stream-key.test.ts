import { expect, test } from 'vitest';
import { keepsStreamKey } from './stream-key.ts';

const SAVED = 'rtmp://live.example.org/app';

test.each([
  ['the same address', SAVED],
  ['another application', 'rtmp://live.example.org/other?backup=1'],
  ['the default port written out', 'rtmp://live.example.org:1935/app'],
  ['capitals and a closing dot', 'RTMP://Live.Example.ORG./app'],
])('a stored stream key is kept for %s', (_name, after) => {
  expect(keepsStreamKey(SAVED, after)).toBe(true);
});

test.each([
  ['scheme', 'rtmps://live.example.org:1935/app'],
  ['host', 'rtmp://live.example.net/app'],
  ['port', 'rtmp://live.example.org:1936/app'],
])('a stored stream key is not kept for another %s', (_name, after) => {
  expect(keepsStreamKey(SAVED, after)).toBe(false);
});

test('a stored stream key is not kept when either address cannot be read', () => {
  expect(keepsStreamKey(SAVED, 'rtmp://live.example.org')).toBe(false);
  expect(keepsStreamKey('live.example.org', SAVED)).toBe(false);
});
