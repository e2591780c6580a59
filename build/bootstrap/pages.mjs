import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { lastLines, runHelper } from './child.mjs';
import { isFile, readJson, sha256, writeJson } from './files.mjs';
import { PINNED_NODE } from './install.mjs';
import { withLock } from './lock.mjs';
import { ROOT, WORK } from './places.mjs';
import { step } from './say.mjs';
import { Stop } from './stop.mjs';

const CONFIG = join('build', 'vite.config.ts');
const OUT = join(WORK, 'renderer');
const STAMP = join(WORK, 'renderer.json');
const FOLDERS = ['desktop/renderer', 'shared'];
const FILES = [
  CONFIG,
  join('build', 'first-load.ts'),
  'package-lock.json',
  'desktop/package.json',
  'shared/package.json',
];
const DEADLINE_MS = 10 * 60_000;

/** Builds the pages when their sources have changed since the last build. */
export async function ensurePages() {
  if (!isFile(join(ROOT, CONFIG)) || isBuilt(inputsHash())) return;
  await withLock(join(WORK, 'renderer.lock'), 'another command is building the pages', async () => {
    const hash = inputsHash();
    if (isBuilt(hash)) return;
    await step('Building the pages', build);
    writeJson(STAMP, { hash });
  });
}

/** @param {string} hash */
function isBuilt(hash) {
  return readJson(STAMP)?.hash === hash && isFile(join(OUT, 'index.html'));
}

async function build() {
  const vite = join(ROOT, 'node_modules', 'vite', 'bin', 'vite.js');
  const args = [vite, 'build', '--config', CONFIG, '--logLevel', 'warn'];
  const result = await runHelper(PINNED_NODE, args, { cwd: ROOT, deadlineMs: DEADLINE_MS });
  if (result.ok) return;
  throw new Stop(`The pages could not be built:\n${lastLines(result.stderr || result.stdout, 30)}`);
}

/** A hash over everything the pages are made of. */
function inputsHash() {
  const files = [
    ...FOLDERS.flatMap((folder) => filesUnder(join(ROOT, folder))),
    ...FILES.map((name) => join(ROOT, name)),
  ];
  return sha256(files.flatMap((file) => [relative(ROOT, file), readFileSync(file)]));
}

/**
 * @param {string} folder
 * @returns {string[]} sorted, tests left out because no page holds them
 */
function filesUnder(folder) {
  return readdirSync(folder, { recursive: true })
    .map((name) => join(folder, String(name)))
    .filter((path) => !/node_modules|\.test\.tsx?$/.test(path) && isFile(path))
    .sort();
}
