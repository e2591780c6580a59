import { expect, it } from 'vitest';
import { directTarget } from './broadcast.ts';

const at = (url: string) => ({ direct: { url, path: 'live/abc', key: 'k' } });

it('an encrypted page publishes in the open to its own computer only', () => {
  const [open, encrypted] = [{ protocol: 'http:' }, { protocol: 'https:' }];
  expect(directTarget({ direct: null }, open)).toBeNull();
  expect(directTarget(at('ws://live.example:1937/'), open)?.path).toBe('live/abc');
  expect(directTarget(at('ws://live.example:1937/'), encrypted)).toBeNull();
  expect(directTarget(at('wss://live.example:1937/'), encrypted)).not.toBeNull();
  expect(directTarget(at('ws://127.0.0.1:1937/'), encrypted)).not.toBeNull();
});
