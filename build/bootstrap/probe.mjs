import { statSync } from 'node:fs';
import { join } from 'node:path';
import { runHelper } from './child.mjs';
import { readJson, writeJson } from './files.mjs';
import { cache } from './places.mjs';

const DEADLINE_MS = 10_000;

/**
 * What a program prints when asked for its version. Remembered until the file changes, because asking takes longer than
 * all the rest of a warm start.
 * @param {string} path
 * @param {string[]} args
 * @returns {Promise<string | undefined>} undefined when it does not run
 */
export async function versionText(path, args) {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) return undefined;
  const mark = `${stat.size} ${stat.mtimeMs}`;
  const book = join(cache(), 'versions.json');
  const known = readJson(book) ?? {};
  if (known[path]?.mark === mark) return known[path].text;
  const { ok, stdout } = await runHelper(path, args, { deadlineMs: DEADLINE_MS });
  if (!ok) return undefined;
  const text = stdout.trim().split('\n')[0] ?? '';
  try {
    writeJson(book, { ...known, [path]: { mark, text } });
  } catch {
    // A cache that cannot be written costs time, nothing else.
  }
  return text;
}
