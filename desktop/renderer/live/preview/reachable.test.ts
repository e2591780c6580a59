import { expect, test } from 'vitest';
import { reachablePreview } from './reachable.ts';

test('a preview keeps the addresses that the page may load, and says when that leaves none', () => {
  const whep_url = 'http://node.example:8889/live/p/whep';
  const both = { whep_url, hls_url: 'https://node.example:8888/live/p/index.m3u8', token: 't' };
  expect(reachablePreview(both, 'http:')).toEqual({ preview: both, withheld: false });
  expect(reachablePreview(both, 'https:')).toEqual({ preview: { ...both, whep_url: null }, withheld: false });
  const none = { ...both, whep_url: null, hls_url: null };
  expect(reachablePreview({ ...both, hls_url: null }, 'https:')).toEqual({ preview: none, withheld: true });
  expect(reachablePreview(none, 'https:').withheld).toBe(false);
  expect(reachablePreview(null, 'https:')).toEqual({ preview: null, withheld: false });
});
