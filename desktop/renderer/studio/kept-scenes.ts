import { readStored, writeStored } from '../ui/stored.ts';

const KEPT = 'neustream.studio.scenes';

/** Scenes that the server may not have yet, as text; null when there are none. */
export function keptScenes(): string | null {
  return readStored(KEPT);
}

export function keepScenes(text: string): void {
  writeStored(KEPT, text);
}

/** Nothing of a person's scenes stays in this browser after they signed out. */
export function forgetKeptScenes(): void {
  writeStored(KEPT, null);
}
