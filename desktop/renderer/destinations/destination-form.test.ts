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
  const body = newDestination.parse(destinationBody(values, null));
  expect(body.rtmp_url).toBe(platform('twitch').servers[0]?.address);
});

test('a platform without servers asks for an address', () => {
  expect(emptyDestination(platform('custom')).server).toBe(OWN_ADDRESS);
  const body = destinationBody(
    { ...emptyDestination(platform('custom')), address: 'rtmp://a.example/b' },
    null,
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
  const saved = testDestination();
  const values = savedDestination(saved);
  expect(values).toMatchObject({
    server: OWN_ADDRESS,
    address: 'rtmp://live.example.org/app',
    stream_key: '',
  });
  expect(destinationBody(values, saved)).not.toHaveProperty('stream_key');
});

test('a login is sent when it was typed, left alone otherwise, and taken back with null', () => {
  const saved = testDestination({ username: 'me', password_set: true, audio_track: 1 });
  const values = savedDestination(saved);
  const unchanged = { name: saved.name, rtmp_url: saved.rtmp_url };
  expect(destinationBody(values, saved)).toEqual(unchanged);
  expect(destinationBody({ ...values, username: ' ' }, saved)).toEqual({ ...unchanged, username: null });
  const typed = { ...values, username: 'you', password: ' p ', audio_track: 'all' };
  const sent = { username: 'you', password: ' p ', audio_track: 'all' };
  expect(destinationBody(typed, saved)).toEqual({ ...unchanged, ...sent });
});

test('the letter of a mark is read on its colour', () => {
  expect(inkOn('#53fc18')).toBe('#000000');
  expect(inkOn('#9146ff')).toBe('#ffffff');
});
