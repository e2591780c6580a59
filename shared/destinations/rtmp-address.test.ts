import { AppError } from '@neustream/shared/kernel/app-error.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isSameServer, parseRtmpAddress } from './rtmp-address.ts';

describe('server address', () => {
  test.each([
    ['rtmp://live.twitch.tv/app', { secure: false, host: 'live.twitch.tv', port: 1935, app: 'app' }],
    [
      'rtmps://a.rtmps.youtube.com:443/live2',
      { secure: true, host: 'a.rtmps.youtube.com', port: 443, app: 'live2' },
    ],
    ['rtmps://b.rtmps.youtube.com/live2?backup=1', { port: 443, app: 'live2?backup=1' }],
    ['rtmps://rtmp-api.facebook.com:443/rtmp/', { app: 'rtmp' }],
    ['rtmp://host/app/instance', { app: 'app/instance' }],
    ['rtmp://[2001:db8::1]:1936/app', { host: '2001:db8::1', port: 1936, app: 'app' }],
    ['rtmp://127.0.0.1:65535/x', { host: '127.0.0.1', port: 65_535 }],
    ['  RTMP://Host.example/App ', { secure: false, app: 'App' }],
    ['rtmp://va.pscp.tv:80/x', { secure: false, port: 80, app: 'x' }],
    ['rtmps://va.pscp.tv:443/x', { secure: true, port: 443, app: 'x' }],
    ['rtmps://fa723fc1b171.global-contribute.live-video.net', { port: 443, app: 'app' }],
    ['rtmps://fa723fc1b171.global-contribute.live-video.net:443/', { port: 443, app: 'app' }],
    ['rtmps://fa723fc1b171.global-contribute.live-video.net/other', { app: 'other' }],
    ['rtmp://Bücher.Example:1936/app', { host: 'xn--bcher-kva.example', port: 1936, app: 'app' }],
    ['rtmp://सीधा.example/app', { host: 'xn--k2b7atg.example' }],
    ['rtmp://１２７.１/app', { host: '127.0.0.1' }],
  ])('%s is understood', (address, expected) => {
    expect(parseRtmpAddress(address)).toMatchObject(expected);
  });

  test('the address that a server is told holds host, port and application', () => {
    expect(parseRtmpAddress('rtmps://live.example.com:1936/app').tcUrl).toBe(
      'rtmps://live.example.com:1936/app',
    );
    expect(parseRtmpAddress('rtmp://[::1]:1935/app').tcUrl).toBe('rtmp://[::1]/app');
    expect(parseRtmpAddress('rtmp://bücher.example:80/app').tcUrl).toBe(
      'rtmp://xn--bcher-kva.example:80/app',
    );
    expect(parseRtmpAddress('rtmps://x.live-video.net').tcUrl).toBe('rtmps://x.live-video.net/app');
  });

  test.each([
    '',
    'live.twitch.tv/app',
    'http://live.twitch.tv/app',
    'rtmpt://host/app',
    'rtmp:host/app',
    'rtmp://',
    'rtmp:///app',
    'rtmp://host',
    'rtmp://host/',
    'rtmp://host:0/app',
    'rtmp://host:65536/app',
    'rtmp://host:x/app',
    'rtmp://user:word@host/app',
    'rtmp://ho st/app',
    'rtmp://host/app\r\nX',
    'rtmp://[::1/app',
    'rtmp://-host/app',
    'rtmp://a..b/app',
    'rtmp://host/app#part',
    'rtmp://127.1/app',
    'rtmp://0x7f000001/app',
    'rtmp://2130706433/app',
    'rtmp://1.2.3.256/app',
    'rtmp://1.2.3.4.5/app',
    'rtmp://ü／evil.example/app',
    'rtmp://ü\\evil.example/app',
    'rtmp://ho%2est/app',
    'rtmp://ü%2fevil.example/app',
    'rtmp://ü%40evil.example/app',
    'rtmp://ü%3a80.example/app',
    'rtmp://ü%25.example/app',
    'rtmp://live-video.net',
    'rtmps://live-video.net.example',
    `rtmp://host/${'a'.repeat(10_000)}`,
  ])('%j is refused with a sentence for its user', (address) => {
    expect(() => parseRtmpAddress(address)).toThrow(
      expect.objectContaining({ code: 'ADDRESS_INVALID', fault: 'user' }),
    );
  });

  test.each([
    ['rtmp://Live.Example.com/app', 'rtmp://live.example.com.:1935/other', true],
    ['rtmps://live.example.com/app', 'rtmps://live.example.com:443/app?backup=1', true],
    ['rtmp://[2606:4700::1]/app', 'rtmp://[2606:4700:0:0::1]:1935/app', true],
    ['rtmp://Bücher.example/app', 'rtmp://xn--bcher-kva.example/app', true],
    ['rtmp://live.example.com/app', 'rtmp://live.example.org/app', false],
    ['rtmp://live.example.com/app', 'rtmp://live.example.com:1936/app', false],
    ['rtmp://live.example.com:443/app', 'rtmps://live.example.com:443/app', false],
  ])('%s and %s lead to the same server: %s', (one, other, same) => {
    expect(isSameServer(parseRtmpAddress(one), parseRtmpAddress(other))).toBe(same);
  });

  test('any text is an address or an error for its user', () => {
    const text = fc
      .oneof(fc.string(), fc.string({ unit: 'binary' }), fc.constantFrom('host/app?x=1', '[::1]:1/a'))
      .map((rest) => `rtmp://${rest}`);
    fc.assert(
      fc.property(text, (address) => {
        try {
          expect(parseRtmpAddress(address).port).toBeGreaterThan(0);
        } catch (error) {
          expect(error).toBeInstanceOf(AppError);
        }
      }),
    );
  });
});
