import { expect, test } from 'vitest';
import { safeNext } from './safe-next.ts';

test('signing in leads on to the page that was asked for', () => {
  expect(safeNext('/sources/1?tab=a#b', '/sources')).toBe('/sources/1?tab=a#b');
});

test.each([
  null,
  '',
  'https://evil.example',
  '//evil.example',
  '/\\evil.example',
  'javascript:alert(1)',
  '/\t/evil.example',
  '/\n\\evil.example',
])('signing in never leads away from these pages: %j', (next) => {
  expect(safeNext(next, '/sources')).toBe('/sources');
});
