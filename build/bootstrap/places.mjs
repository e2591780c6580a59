import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of the checkout. */
export const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** Folder for what belongs to this checkout and can be recreated. */
export const WORK = join(ROOT, '.cache');

/**
 * Folder for tools that all checkouts of this user share.
 * @param {{ env: NodeJS.ProcessEnv, platform: NodeJS.Platform, home: string }} facts
 */
export function cacheFolder({ env, platform, home }) {
  if (env.NEUSTREAM_CACHE) return env.NEUSTREAM_CACHE;
  if (platform === 'win32') return join(env.LOCALAPPDATA || join(home, 'AppData', 'Local'), 'neustream');
  if (platform === 'darwin') return join(home, 'Library', 'Caches', 'neustream');
  return join(env.XDG_CACHE_HOME || join(home, '.cache'), 'neustream');
}

/** `cacheFolder` of this machine and user. */
export function cache() {
  return cacheFolder({ env: process.env, platform: process.platform, home: homedir() });
}
