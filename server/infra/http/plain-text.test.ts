import { expect, it } from 'vitest';
import { isPlainText, plainText } from './plain-text.ts';

it.each([
  [{ name: 'Ada 👩‍🚀', list: ['ü', 1, null, true] }, true],
  [{ name: 'a\0b' }, false],
  [{ 'ke\0y': 1 }, false],
  [['\ud83d'], false],
])('a value can be stored or not: %o', (value, storable) => {
  expect(isPlainText(value)).toBe(storable);
  expect(isPlainText(plainText(value))).toBe(true);
  if (storable) expect(plainText(value)).toEqual(value);
});
