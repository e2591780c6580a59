import { NO_ENDPOINTS } from '@neustream/shared/contracts/media-control.ts';
import { Secret } from '@neustream/shared/kernel/secret.ts';
import { expect, it } from 'vitest';
import { forPages, ingestAddresses, mediaOrigins } from './ingest-addresses.ts';

const NODE = {
  rtmp: 'rtmp://live.example:1935/live',
  rtmps: 'rtmps://live.example:1936',
  srt: 'srt://live.example:8890',
  whip: 'https://live.example:8889/',
  whep: 'https://live.example:8889',
  hls: null,
  rtmpLogin: 'rtmp://live.example:1935/login',
  direct: 'wss://live.example:1937/',
};

const KEY = { key: new Secret('KEY'), of: 'source' as const };

it('shows what to type into an encoder, with the key only in fields that encoders hide where they have several', () => {
  expect(ingestAddresses(NODE, 'pub1', KEY)).toEqual({
    rtmp: { server: 'rtmp://live.example:1935/live', stream_key: 'pub1?key=KEY' },
    rtmps: { server: 'rtmps://live.example:1936/live', stream_key: 'pub1?key=KEY' },
    rtmp_url: { url: 'rtmp://live.example:1935/live/pub1/KEY' },
    rtmp_login: {
      server: 'rtmp://live.example:1935/login',
      stream_key: 'pub1',
      username: 'pub1',
      password: 'KEY',
    },
    srt: { url: 'srt://live.example:8890?streamid=publish:live/pub1:pub:KEY&pkt_size=1316' },
    whip: { url: 'https://live.example:8889/live/pub1/whip', bearer_token: 'KEY' },
    direct: null,
  });
});

it('shows nothing where the node offers nothing', () => {
  const none = {
    rtmp: null,
    rtmps: null,
    rtmp_url: null,
    rtmp_login: null,
    srt: null,
    whip: null,
    direct: null,
  };
  expect(ingestAddresses(NO_ENDPOINTS, 'pub1', KEY)).toEqual(none);
});

it('offers a login, and a key in the path, only where our own ingest takes RTMP, and no login with a session’s key', () => {
  const foreign = ingestAddresses({ ...NODE, rtmpLogin: null }, 'pub1', KEY);
  expect(foreign).toMatchObject({ rtmp_url: null, rtmp_login: null });
  expect(ingestAddresses(NODE, 'pub1', { ...KEY, of: 'session' }).rtmp_login).toBeNull();
});

it('gives a page the way for pages, with the key of its session only', () => {
  expect(ingestAddresses(NODE, 'pub1', { ...KEY, of: 'session' }).direct).toEqual({
    url: 'wss://live.example:1937/',
    path: 'live/pub1',
    key: 'KEY',
  });
});

it.each([
  ['ws://live.example:1937/', false, 'ws://live.example:1937/'],
  ['ws://live.example:1937/', true, null],
  ['ws://127.0.0.1:1937/', true, null],
  ['wss://live.example:1937/', true, 'wss://live.example:1937/'],
  [null, true, null],
])('sends a page to %s only where its browser connects (page over TLS: %s)', (direct, tls, expected) => {
  expect(forPages({ ...NODE, direct }, { tls }).direct).toBe(expected);
});

it('names each origin of media once', () => {
  expect(mediaOrigins([NODE, NODE])).toEqual(['https://live.example:8889', 'wss://live.example:1937']);
});
