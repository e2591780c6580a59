import { findPlatform } from '@neustream/shared/destinations/registry.ts';
import { newDestination } from '@neustream/shared/destinations/schemas.ts';
import { expect, test } from 'vitest';
import { inkOn } from './contrast.ts';
import {
  destinationBody,
  emptyDestination,
  OWN_ADDRESS,
  savedDestination,
  withPlatform,
} from './destination-form.ts';
import { testDestination } from './testing/destination.ts';

const platform = (id: string) => {
  const found = findPlatform(id);
  if (found === undefined) throw new Error(`no platform ${id}`);
  return found;
};

test('a platform with known servers begins with the recommended one', () => {
  const values = { ...emptyDestination(platform('twitch')), stream_key: 'live_1' };
  const body = newDestination.parse(destinationBody(values, true));
  expect(body.rtmp_url).toBe(platform('twitch').servers[0]?.address);
});

test('a platform without servers asks for an address', () => {
  expect(emptyDestination(platform('custom')).server).toBe(OWN_ADDRESS);
  const body = destinationBody(
    { ...emptyDestination(platform('custom')), address: 'rtmp://a.example/b' },
    true,
  );
  expect(body.rtmp_url).toBe('rtmp://a.example/b');
});

test('choosing another platform keeps a name typed by hand, and the key', () => {
  const typed = { ...emptyDestination(platform('youtube')), name: 'Sunday show', stream_key: 'k' };
  expect(withPlatform(typed, platform('kick'))).toMatchObject({
    name: 'Sunday show',
    stream_key: 'k',
    platform: 'kick',
  });
  expect(withPlatform(emptyDestination(platform('youtube')), platform('kick')).name).toBe('Kick');
});

test('editing sends no key when none was typed, so the stored one stays', () => {
  const values = savedDestination(testDestination());
  expect(values).toMatchObject({
    server: OWN_ADDRESS,
    address: 'rtmp://live.example.org/app',
    stream_key: '',
  });
  expect(destinationBody(values, false)).not.toHaveProperty('stream_key');
});

test('the letter of a mark is read on its colour', () => {
  expect(inkOn('#53fc18')).toBe('#000000');
  expect(inkOn('#9146ff')).toBe('#ffffff');
});
