import { createHash } from 'node:crypto';
import { chmodSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { runHelper } from './child.mjs';
import { onPath } from './files.mjs';
import { step } from './say.mjs';

const ANSWER_MS = 5_000;
const ARCHIVE_MS = 5 * 60_000;
const UNPACK_MS = 60_000;

/** Name parts of the release's archives. @type {Record<string, string>} */
const ARCHIVES = {
  'linux-x64': 'linux_amd64.tar.gz',
  'linux-arm64': 'linux_arm64.tar.gz',
  'linux-arm': 'linux_armv7.tar.gz',
  'darwin-x64': 'darwin_amd64.tar.gz',
  'darwin-arm64': 'darwin_arm64.tar.gz',
  'win32-x64': 'windows_amd64.zip',
};

/**
 * The checksum of one file in a `sha256sum -b` listing.
 * @param {string} listing
 * @param {string} file
 * @returns {string | undefined} 64 hex digits
 */
export function checksumOf(listing, file) {
  for (const line of listing.split('\n')) {
    const [, sum, name] = /^([0-9a-f]{64}) [ *](.+?)\r?$/.exec(line) ?? [];
    if (name === file) return sum;
  }
  return undefined;
}

/**
 * Name of the release's archive for a platform.
 * @param {{ version: string, platform: string, arch: string }} machine
 * @returns {string | undefined} undefined where there is none
 */
export function archiveName({ version, platform, arch }) {
  const ending = ARCHIVES[`${platform}-${arch}`];
  return ending && `mediamtx_v${version}_${ending}`;
}

/**
 * Downloads the pinned release and verifies it against the release's checksums.
 * @param {{ target: string, version: string }} options
 * @throws when it cannot be obtained, with the reason as a sentence
 */
export async function downloadRelease({ target, version }) {
  const name = archiveName({ version, platform: process.platform, arch: process.arch });
  if (!name) throw new Error(`MediaMTX has no release for ${process.platform} ${process.arch}.`);
  const base = `https://github.com/bluenviron/mediamtx/releases/download/v${version}`;
  await step(`Downloading MediaMTX ${version}`, async () => {
    const listing = await get(`${base}/checksums.sha256`, ANSWER_MS);
    const wanted = checksumOf(listing.toString(), name);
    if (!wanted) throw new Error(`The release's checksums do not name ${name}.`);
    const archive = await get(`${base}/${name}`, ARCHIVE_MS);
    const sum = createHash('sha256').update(archive).digest('hex');
    if (sum !== wanted) throw new Error(`${name} is damaged: its checksum does not match the release.`);
    await unpack({ archive, name, target });
  });
}

/**
 * @param {string} url
 * @param {number} deadlineMs for the whole answer; the first byte has to come within 5 s anyhow
 */
async function get(url, deadlineMs) {
  const patience = new AbortController();
  const giveUp = (/** @type {string} */ why) => patience.abort(new Error(why));
  const first = setTimeout(giveUp, ANSWER_MS, `no answer within ${ANSWER_MS / 1000} s`);
  const whole = setTimeout(giveUp, deadlineMs, `not finished within ${deadlineMs / 1000} s`);
  try {
    const answer = await fetch(url, { signal: patience.signal });
    clearTimeout(first);
    if (!answer.ok) throw new Error(`the server answered ${answer.status}`);
    return Buffer.from(await answer.arrayBuffer());
  } catch (error) {
    throw new Error('The MediaMTX release could not be downloaded', { cause: deepest(error) });
  } finally {
    clearTimeout(first);
    clearTimeout(whole);
  }
}

/**
 * fetch() hides the reason (unknown host, refused) behind "fetch failed".
 * @param {unknown} error
 */
function deepest(error) {
  return error instanceof Error && error.cause instanceof Error ? error.cause : error;
}

/** @param {{ archive: Buffer, name: string, target: string }} options */
async function unpack({ archive, name, target }) {
  const tar = onPath(['tar']);
  if (!tar) throw new Error('tar, which is needed to unpack the MediaMTX release, was not found.');
  const folder = mkdtempSync(join(dirname(target), 'unpack-'));
  try {
    writeFileSync(join(folder, name), archive);
    const program = process.platform === 'win32' ? 'mediamtx.exe' : 'mediamtx';
    const { ok, stderr } = await runHelper(tar, ['-xf', name, program], {
      cwd: folder,
      deadlineMs: UNPACK_MS,
    });
    if (!ok) throw new Error(`The MediaMTX release could not be unpacked: ${stderr.trim()}`);
    await moveChecked(join(folder, program), target);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Puts a program in place only once it has been seen to run.
 * @param {string} made
 * @param {string} target
 */
export async function moveChecked(made, target) {
  chmodSync(made, 0o755);
  const { ok, stdout, stderr } = await runHelper(made, ['--version'], { deadlineMs: 10_000 });
  if (!ok) throw new Error(`The MediaMTX just made does not run: ${stderr.trim() || stdout.trim()}`);
  renameSync(made, target);
}
