import { expect, test } from 'vitest';
import { ariaKeys, isModified, pressesOf } from './keys.ts';

test('keys are shown as they are printed on the keyboard', () => {
  expect(pressesOf('$mod+k', false)).toEqual([['Ctrl', 'K']]);
  expect(pressesOf('$mod+k', true)).toEqual([['⌘', 'K']]);
  expect(pressesOf('Shift+L', false)).toEqual([['Shift', 'L']]);
  expect(pressesOf('g s', false)).toEqual([['G'], ['S']]);
});

test('a modifier that may be left out is not shown', () => {
  expect(pressesOf('[Shift]+?', false)).toEqual([['?']]);
});

test('assistive technology is told single presses, for sequences it has no words', () => {
  expect(ariaKeys('$mod+k', true)).toBe('Meta+k');
  expect(ariaKeys('$mod+k', false)).toBe('Control+k');
  expect(ariaKeys('g s', false)).toBeUndefined();
  expect(ariaKeys(undefined, false)).toBeUndefined();
});

test('keys with Ctrl or ⌘ cannot be meant as typing', () => {
  expect(isModified('$mod+k')).toBe(true);
  expect(isModified('Shift+L')).toBe(false);
});
