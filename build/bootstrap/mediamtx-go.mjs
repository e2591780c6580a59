import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { lastLines, runHelper } from './child.mjs';
import { isFile, onPath } from './files.mjs';
import { moveChecked } from './mediamtx-release.mjs';
import { ROOT } from './places.mjs';
import { step } from './say.mjs';

const NEEDED = { major: 1, minor: 26 };
const VENDOR_MS = 10 * 60_000;
const BUILD_MS = 30 * 60_000;
const PACKAGE = 'github.com/bluenviron/mediamtx';

/**
 * Whether this version of Go can build MediaMTX.
 * @param {string} text what `go env GOVERSION` prints, such as `go1.26.8`
 */
export function isRecentGo(text) {
  const [, major, minor] = /^go(\d+)\.(\d+)/.exec(text.trim()) ?? [];
  if (major === undefined || minor === undefined) return false;
  return Number(major) > NEEDED.major || (Number(major) === NEEDED.major && Number(minor) >= NEEDED.minor);
}

/**
 * Builds MediaMTX from its Go module, in a folder of its own next to the target.
 * @param {{ target: string, version: string, module: string }} options `module` contains go.mod and go.sum
 * @throws when it cannot be built, with the reason as a sentence
 */
export async function buildWithGo({ target, version, module }) {
  const go = onPath(['go']);
  if (!go) throw new Error('Go, which is needed to build MediaMTX, was not found.');
  const { stdout } = await runHelper(go, ['env', 'GOVERSION'], { cwd: module, deadlineMs: 20_000 });
  if (!isRecentGo(stdout)) {
    throw new Error(`Building MediaMTX needs Go 1.26 or newer, and ${go} is ${stdout.trim() || 'unusable'}.`);
  }
  const parent = dirname(target);
  removeLeftovers(parent);
  const folder = mkdtempSync(join(parent, 'build-'));
  const program = basename(target);
  try {
    await step(`Building MediaMTX ${version} with Go (once, about a minute)`, async () => {
      for (const name of ['go.mod', 'go.sum']) copyFileSync(join(module, name), join(folder, name));
      await run(go, ['mod', 'vendor', '-e'], { folder, deadlineMs: VENDOR_MS });
      addGeneratedFiles({ folder, version });
      const flags = ['-mod=vendor', '-trimpath', '-buildvcs=false', '-ldflags=-s -w', '-o', program];
      await run(go, ['build', ...flags, PACKAGE], { folder, deadlineMs: BUILD_MS });
      await moveChecked(join(folder, program), target);
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * The module lacks two files that upstream generates before a build; both are embedded.
 * @param {{ folder: string, version: string }} options
 */
function addGeneratedFiles({ folder, version }) {
  const internal = join(folder, 'vendor', ...PACKAGE.split('/'), 'internal');
  const hls = join(ROOT, 'node_modules', 'hls.js', 'dist', 'hls.min.js');
  if (!isFile(hls)) throw new Error('hls.js, which MediaMTX embeds, is not among the packages.');
  mkdirSync(join(internal, 'servers', 'hls'), { recursive: true });
  writeFileSync(join(internal, 'core', 'VERSION'), `v${version}`);
  copyFileSync(hls, join(internal, 'servers', 'hls', 'hls.min.js'));
}

/**
 * @param {string} go
 * @param {string[]} args
 * @param {{ folder: string, deadlineMs: number }} options
 */
async function run(go, args, { folder, deadlineMs }) {
  const env = { ...process.env, CGO_ENABLED: '0', GOFLAGS: '', GOWORK: 'off' };
  const result = await runHelper(go, args, { cwd: folder, env, deadlineMs });
  if (result.ok) return;
  const why = result.timedOut
    ? `not finished within ${deadlineMs / 60_000} minutes`
    : lastLines(result.stderr, 5);
  throw new Error(`MediaMTX could not be built: go ${args[0]} ${args[1]} said: ${why}`);
}

/**
 * Only one build runs at a time (the caller holds the lock), so older folders belong to builds that were killed.
 * @param {string} parent
 */
function removeLeftovers(parent) {
  for (const name of readdirSync(parent)) {
    if (/^(build|unpack)-/.test(name)) rmSync(join(parent, name), { recursive: true, force: true });
  }
}
