import { useSyncExternalStore } from 'react';
import { readStored, writeStored } from '../ui/stored.ts';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

const STORED = 'neustream.theme';
const listeners = new Set<() => void>();

function current(): Theme {
  const stored = readStored(STORED);
  return stored === 'light' || stored === 'dark' ? stored : 'system';
}

/** Shows the pages in a theme and remembers it in this browser. */
export function chooseTheme(theme: Theme): void {
  writeStored(STORED, theme === 'system' ? null : theme);
  if (theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  for (const listener of listeners) listener();
}

/** Switches from light to dark or back. */
export function toggleTheme(): void {
  const system = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
  const shown = current() === 'system' ? system : current();
  chooseTheme(shown === 'dark' ? 'light' : 'dark');
}

export function useTheme(): Theme {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, current);
}

/** Shows a page dark unless the person chose otherwise; returns what ends that. */
export function preferDark(): () => void {
  if (current() !== 'system') return () => undefined;
  document.documentElement.dataset.theme = 'dark';
  return () => {
    if (current() === 'system') delete document.documentElement.dataset.theme;
  };
}
