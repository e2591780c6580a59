/** One press as it is shown: `['Ctrl', 'K']`. A sequence has several. */
export type Press = readonly string[];

const APPLE: Readonly<Record<string, string>> = { $mod: '⌘', Shift: '⇧', Alt: '⌥', Control: '⌃' };
const OTHER: Readonly<Record<string, string>> = { $mod: 'Ctrl', Control: 'Ctrl' };

/** Whether this computer has Apple's keys. */
export function hasAppleKeys(): boolean {
  return /Mac|iP(hone|ad|od)/.test(navigator.platform);
}

/** Keys as people read them on their keyboard. Modifiers in brackets may be pressed or not and are left out. */
export function pressesOf(keys: string, apple: boolean): Press[] {
  const names = apple ? APPLE : OTHER;
  return keys.split(' ').map((press) =>
    press
      .replace(/\[\w+\]\+/g, '')
      .split(/(?<=\w)\+/)
      .map((key) => names[key] ?? (key.length === 1 ? key.toUpperCase() : key)),
  );
}

/** Whether keys are pressed with Ctrl or ⌘, so that they cannot be meant as typing. */
export function isModified(keys: string): boolean {
  return keys.includes('$mod+');
}

/** The value of `aria-keyshortcuts`, which knows no sequences. */
export function ariaKeys(keys: string | undefined, apple: boolean): string | undefined {
  if (keys === undefined || keys.includes(' ')) return undefined;
  return keys.replace('$mod', apple ? 'Meta' : 'Control').replace(/\[\w+\]\+/g, '');
}
