/** One key press as it is shown: `['Ctrl', 'K']`. A sequence has several. */
export type Press = readonly string[];

const APPLE: Readonly<Record<string, string>> = { $mod: '⌘', Shift: '⇧', Alt: '⌥', Control: '⌃' };
const OTHER: Readonly<Record<string, string>> = { $mod: 'Ctrl', Control: 'Ctrl' };

/** Whether this computer has an Apple keyboard. */
export function hasAppleKeys(): boolean {
  return /Mac|iP(hone|ad|od)/.test(navigator.platform);
}

/** Keys as people read them on their keyboard. Modifiers in brackets are optional and left out. */
export function pressesOf(keys: string, apple: boolean): Press[] {
  const names = apple ? APPLE : OTHER;
  return keys.split(' ').map((press) =>
    press
      .replace(/\[\w+\]\+/g, '')
      .split(/(?<=\w)\+/)
      .map((key) => names[key] ?? (key.length === 1 ? key.toUpperCase() : key)),
  );
}

/** Whether a shortcut includes Ctrl or ⌘, so that it cannot be mistaken for typing. */
export function isModified(keys: string): boolean {
  return keys.includes('$mod+');
}

/** The value of `aria-keyshortcuts`, which cannot express sequences. */
export function ariaKeys(keys: string | undefined, apple: boolean): string | undefined {
  if (keys === undefined || keys.includes(' ')) return undefined;
  return keys.replace('$mod', apple ? 'Meta' : 'Control').replace(/\[\w+\]\+/g, '');
}

/** Keys that a browser or system keeps for itself, or that people press to load a page anew. */
const RESERVED = new Set([
  ...['$mod+t', '$mod+n', '$mod+w', '$mod+Shift+T', '$mod+Shift+N', '$mod+Shift+W', '$mod+r', '$mod+l'],
  ...['F5', 'F11', 'F12', 'Alt+F4'],
]);

/**
 * What was pressed, as tinykeys writes it: a letter, a digit or a function key, with or without modifiers.
 * Null for every other key, and for what the browser keeps for itself.
 */
export function keysOfPress(
  press: Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>,
  apple: boolean,
): string | null {
  const { key, code, ctrlKey, metaKey, altKey, shiftKey } = press;
  const isLetter = /^[a-z]$/i.test(key);
  const name = isLetter && shiftKey ? key.toUpperCase() : isLetter ? key.toLowerCase() : key;
  const base = isLetter || /^(\d|F\d{1,2})$/.test(key) ? name : null;
  if (base === null || code.startsWith('Numpad')) return null;
  // Windows' own key belongs to the system.
  if (metaKey && !apple) return null;
  const parts = [
    ...((apple ? metaKey : ctrlKey) ? ['$mod'] : []),
    ...(apple && ctrlKey ? ['Control'] : []),
    ...(altKey ? ['Alt'] : []),
    ...(shiftKey ? ['Shift'] : []),
    base,
  ];
  const keys = parts.join('+');
  return RESERVED.has(keys) ? null : keys;
}
