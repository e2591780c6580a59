import { readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { isProgram, onPath } from './files.mjs';
import { Stop } from './stop.mjs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
const APPS = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];
/** Where Playwright's archives keep the program, by platform. */
const INSIDE = [
  ['chrome-linux64', 'chrome'],
  ['chrome-linux', 'chrome'],
  ['chrome-mac-arm64', 'Google Chrome for Testing.app', 'Contents', 'MacOS', 'Google Chrome for Testing'],
  ['chrome-mac-x64', 'Google Chrome for Testing.app', 'Contents', 'MacOS', 'Google Chrome for Testing'],
  ['chrome-win64', 'chrome.exe'],
];

/**
 * A Chromium for the end-to-end tests: setting, PATH, usual places, Playwright's own.
 * @param {NodeJS.ProcessEnv} env
 * @returns {string | undefined}
 * @throws {Stop} when CHROMIUM_BIN is not a program
 */
export function findChromium(env) {
  const chosen = env.CHROMIUM_BIN;
  if (chosen) {
    const path = isProgram(chosen) ? chosen : onPath([chosen], env);
    if (path) return path;
    throw new Stop(`CHROMIUM_BIN is ${chosen}, which is not a program. Correct it or remove it.`);
  }
  return onPath(NAMES, env) ?? APPS.find(isProgram) ?? ofPlaywright(env);
}

/** @param {NodeJS.ProcessEnv} env */
function ofPlaywright(env) {
  const folder = env.PLAYWRIGHT_BROWSERS_PATH || playwrightFolder(env);
  const builds = newestFirst(listed(folder));
  const paths = builds.flatMap((build) => INSIDE.map((parts) => join(folder, build, ...parts)));
  return paths.find(isProgram);
}

/**
 * Playwright's Chromium builds, the newest first.
 * @param {string[]} names of its folder
 */
export function newestFirst(names) {
  const number = (/** @type {string} */ name) => Number(name.split('-')[1]);
  return names.filter((name) => /^chromium-\d+$/.test(name)).sort((a, b) => number(b) - number(a));
}

/** @param {NodeJS.ProcessEnv} env */
function playwrightFolder(env) {
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches', 'ms-playwright');
  if (process.platform === 'win32') return join(env.LOCALAPPDATA ?? homedir(), 'ms-playwright');
  return join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'ms-playwright');
}

/** @param {string} folder */
function listed(folder) {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

export const NO_CHROMIUM =
  'The end-to-end tests need Chromium, which was not found. Install Chromium or Chrome, or run ' +
  '"npx playwright install chromium", or set CHROMIUM_BIN.';
