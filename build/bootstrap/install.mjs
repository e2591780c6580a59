import { readFileSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { lastLines, runHelper } from './child.mjs';
import { isFile, onPath, readJson, sha256, writeJson } from './files.mjs';
import { withLock } from './lock.mjs';
import { ROOT, WORK } from './places.mjs';
import { step, warn } from './say.mjs';
import { Stop } from './stop.mjs';

const MODULES = join(ROOT, 'node_modules');
const STAMP = join(MODULES, '.neustream-install.json');
const DEADLINE_MS = 30 * 60_000;

/** The Node that everything after the bootstrap runs on. */
export const PINNED_NODE = join(MODULES, 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');

/**
 * @typedef {Record<string, { version?: string, link?: boolean, optional?: boolean, devOptional?: boolean, integrity?: string }>} Packages
 */

/**
 * What to do about node_modules.
 * - `ready`: our last install succeeded and nothing has changed since.
 * - `adopt`: npm was run by hand, and what it recorded is exactly the lockfile.
 * - `install`: anything else, including an install that was interrupted (it has neither mark).
 * @param {{ nodeThere: boolean, stamp: string | undefined, wanted: string, locked: Packages, noted: Packages |
 * undefined }} facts
 * @returns {'ready' | 'adopt' | 'install'}
 */
export function decideInstall({ nodeThere, stamp, wanted, locked, noted }) {
  if (!nodeThere) return 'install';
  if (stamp === wanted) return 'ready';
  return noted && samePackages(locked, noted) ? 'adopt' : 'install';
}

/**
 * npm leaves out optional packages of other platforms; everything else has to be there, and nothing more.
 * @param {Packages} locked
 * @param {Packages} noted
 */
function samePackages(locked, noted) {
  const wanted = Object.entries(locked).filter(
    ([path, entry]) => path.includes('node_modules/') && !entry.link,
  );
  const complete = wanted.every(([path, entry]) => {
    const there = noted[path];
    if (!there) return entry.optional === true || entry.devOptional === true;
    return there.version === entry.version && there.integrity === entry.integrity;
  });
  return complete && Object.keys(noted).every((path) => path in locked);
}

/** Installs the packages when they are missing, incomplete or different from the lockfile. */
export async function ensurePackages() {
  if (look().todo === 'ready') return;
  await withLock(join(WORK, 'install.lock'), 'another command is installing the packages', async (lock) => {
    // Whoever held the lock before us may have done the work.
    const { todo, wanted } = look();
    if (todo === 'ready') return;
    if (todo === 'install') await install(lock.alsoHeldBy);
    writeJson(STAMP, { wanted });
  });
}

function look() {
  const lockText = readFileSync(join(ROOT, 'package-lock.json'));
  const wanted = sha256([lockText, process.platform, process.arch]);
  const stamp = readJson(STAMP)?.wanted;
  const nodeThere = isFile(PINNED_NODE);
  if (nodeThere && stamp === wanted) return { todo: 'ready', wanted };
  const locked = JSON.parse(lockText.toString()).packages;
  const noted = readJson(join(MODULES, '.package-lock.json'))?.packages;
  return { todo: decideInstall({ nodeThere, stamp, wanted, locked, noted }), wanted };
}

/** @param {(pid: number) => void} started */
async function install(started) {
  rmSync(STAMP, { force: true });
  const npm = npmCommand();
  if (!npm) throw new Stop('npm was not found. It comes with Node: install Node from https://nodejs.org.');
  const run = (/** @type {string[]} */ args) =>
    runHelper(npm.file, [...npm.args, ...args, '--no-audit', '--no-fund', '--loglevel=error'], {
      cwd: ROOT,
      deadlineMs: DEADLINE_MS,
      started,
    });
  const result = await step('Installing packages', async () => {
    const clean = await run(['ci']);
    if (clean.ok || !clean.stderr.includes('EUSAGE')) return clean;
    warn('npm ci refused the lockfile; running npm install instead.');
    return run(['install', '--no-save']);
  });
  if (!result.ok) throw new Stop(installFailed(result));
  if (!isFile(PINNED_NODE)) await fetchPinnedNode(run);
}

/** @param {{ stderr: string, stdout: string, timedOut: boolean }} result */
function installFailed({ stderr, stdout, timedOut }) {
  const said = lastLines(stderr || stdout);
  const why = timedOut ? 'npm did not finish within 30 minutes.' : `npm said:\n${said}`;
  return `The packages could not be installed. ${why}\nCheck the network and the free disk space, then run the command again.`;
}

/**
 * npm may be configured not to run install scripts, but the pinned Node is installed by one.
 * @param {(args: string[]) => ReturnType<typeof runHelper>} run
 */
async function fetchPinnedNode(run) {
  await step('Fetching the pinned Node', () => run(['rebuild', 'node', '--ignore-scripts=false']));
  if (isFile(PINNED_NODE)) return;
  throw new Stop(
    'The packages are installed, but the pinned Node is not: npm did not run the install script of "node". ' +
      'Allow install scripts ("npm config get ignore-scripts" should print false) and run the command again.',
  );
}

/** The npm that runs us, else the one on the PATH. */
function npmCommand() {
  const running = process.env.npm_execpath;
  if (running && basename(running) === 'npm-cli.js' && isFile(running)) {
    return { file: process.execPath, args: [running] };
  }
  const beside = npmBeside();
  if (beside) return { file: process.execPath, args: [beside] };
  const found = onPath(['npm']);
  return found ? { file: found, args: [] } : undefined;
}

/** npm as Node's own installers lay it out; on Windows `npm.cmd` cannot be run without a shell. */
function npmBeside() {
  const prefix = join(process.execPath, '..');
  const places = [join(prefix, 'node_modules'), join(prefix, '..', 'lib', 'node_modules')];
  return places.map((place) => join(place, 'npm', 'bin', 'npm-cli.js')).find(isFile);
}
