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
