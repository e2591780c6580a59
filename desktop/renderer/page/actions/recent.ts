import { readStored, writeStored } from '../../ui/stored.ts';

const STORED = 'neustream.recent-actions';
const KEPT = 5;

/** Offers chosen in the palette, newest first, by id. */
export function recentActions(): string[] {
  const stored = readStored(STORED);
  return stored === null ? [] : stored.split('\n');
}

/** They name things that belong to the person who used them. */
export function forgetRecentActions(): void {
  writeStored(STORED, null);
}

export function rememberAction(id: string): void {
  const others = recentActions().filter((known) => known !== id);
  writeStored(STORED, [id, ...others].slice(0, KEPT).join('\n'));
}
