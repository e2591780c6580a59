import { expect, it } from 'vitest';
import { findUnstorable, plainText } from './plain-text.ts';

it.each([
  [{ name: 'Ada 👩‍🚀', list: ['ü', 1, null, true] }, null],
  [{ name: 'a\0b' }, ['name']],
  [{ inner: { 'ke\0y': 1 } }, ['inner']],
  [['fine', '\ud83d'], ['1']],
])('a value can be stored or not: %o', (value, path) => {
  expect(findUnstorable(value)).toEqual(path);
  expect(findUnstorable(plainText(value))).toBeNull();
  if (path === null) expect(plainText(value)).toEqual(value);
});
