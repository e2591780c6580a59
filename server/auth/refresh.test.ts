import { expect, it } from 'vitest';
import { deviceName } from './device-name.ts';
import { judge } from './refresh.ts';

const NOW = 100_000;
const fresh = { expires_at: new Date(NOW + 1), rotated_at: null, revoked_at: null };
const rotated = (agoMs: number) => ({ ...fresh, rotated_at: new Date(NOW - agoMs) });

it.each([
  ['one in force', fresh, false, 'exchange'],
  ['one that ended', { ...fresh, expires_at: new Date(NOW) }, false, 'refuse'],
  ['one of a revoked sign-in', { ...fresh, revoked_at: new Date(NOW) }, false, 'refuse'],
  ['one that was exchanged before', rotated(1), false, 'revoke'],
  ['the common cookie of two tabs', rotated(9_000), true, 'exchange'],
  ['a cookie that was exchanged long ago', rotated(11_000), true, 'revoke'],
])('a refresh token is judged: %s', (_name, row, fromCookie, verdict) => {
  expect(judge(row, { now: NOW, fromCookie })).toBe(verdict);
});

it.each([
  ['Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36', 'Chrome on Windows'],
  ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15) AppleWebKit/605 Version/18 Safari/605', 'Safari on macOS'],
  ['curl/8.0', 'API client'],
])('a device is named after its browser: %s', (userAgent, name) => {
  expect(deviceName(userAgent)).toBe(name);
});
