import { expect, test } from 'vitest';
import { ariaKeys, isModified, keysOfPress, pressesOf } from './keys.ts';

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

test('a press is written as it is bound', () => {
  const none = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false };
  const press = (key: string, change: Partial<typeof none> = {}, apple = false) =>
    keysOfPress({ ...none, ...change, key, code: '' }, apple);
  expect(press('q')).toBe('q');
  expect(press('F7')).toBe('F7');
  expect(press('L', { shiftKey: true })).toBe('Shift+L');
  expect(press('k', { ctrlKey: true, altKey: true })).toBe('$mod+Alt+k');
  expect(press('k', { metaKey: true, ctrlKey: true }, true)).toBe('$mod+Control+k');
  // Modifiers alone, keys that move the focus, and what belongs to the browser or the system.
  for (const key of ['Shift', 'Tab', 'Escape', 'Enter', ' ', 'å', 'F5']) expect(press(key)).toBeNull();
  expect(press('w', { ctrlKey: true })).toBeNull();
  expect(press('d', { metaKey: true })).toBeNull();
});
