import { aptInstall, mayUseApt, missingPackages, missingPeerPackages } from './apt.mjs';
import { findChromium, NO_CHROMIUM } from './chromium.mjs';
import { findFfmpeg, OLD_FFMPEG } from './ffmpeg.mjs';
import { onPath } from './files.mjs';
import { findMediamtx } from './mediamtx.mjs';
import { warn } from './say.mjs';
import { Stop } from './stop.mjs';

/** @typedef {import('./commands.mjs').Need} Need */

/**
 * Finds or obtains the tools a command needs.
 * @param {{ needs: Need[], env: NodeJS.ProcessEnv, retry: boolean, tolerant: boolean }} options `retry` tries again
 * what failed before; `tolerant` leaves the complaint to the program (the doctor)
 * @returns {Promise<Record<string, string>>} settings that tell the program where the tools are
 * @throws {Stop} when a tool is missing that nothing can replace
 */
export async function prepareTools({ needs, env, retry, tolerant }) {
  if (needs.includes('chromium')) await installForTests(env);
  if (needs.includes('peers')) await install(missingPeerPackages());
  /** @type {Record<string, string>} */
  const found = {};
  for (const name of /** @type {const} */ (['ffmpeg', 'ffprobe'])) {
    if (needs.includes(name)) Object.assign(found, await unless(tolerant, () => ffmpegSetting(name, env)));
  }
  if (needs.includes('mediamtx'))
    Object.assign(found, await unless(tolerant, () => mediamtxSettings({ env, retry })));
  if (needs.includes('chromium')) Object.assign(found, chromiumSetting(env));
  return found;
}

/**
 * @template T
 * @param {boolean} tolerant
 * @param {() => T | Promise<T>} work
 * @returns {Promise<T | Record<string, string>>}
 */
async function unless(tolerant, work) {
  try {
    return await work();
  } catch (error) {
    if (tolerant && error instanceof Stop) return {};
    throw error;
  }
}

/**
 * @param {'ffmpeg' | 'ffprobe'} name
 * @param {NodeJS.ProcessEnv} env
 */
function ffmpegSetting(name, env) {
  const { path, from } = findFfmpeg({ name, env });
  if (name === 'ffmpeg' && from === 'packages') warn(OLD_FFMPEG);
  return { [`${name.toUpperCase()}_BIN`]: path };
}

/** @param {{ env: NodeJS.ProcessEnv, retry: boolean }} options */
async function mediamtxSettings({ env, retry }) {
  const found = await findMediamtx({ env, retry, now: Date.now() });
  if ('path' in found) return { MEDIAMTX_BIN: found.path };
  if ('builtin' in found) return {};
  const why = `MediaMTX could not be found or prepared (${found.reasons.join('; ')}).`;
  if (env.INGEST === 'mediamtx')
    throw new Stop(`${why} INGEST is mediamtx: set MEDIAMTX_BIN, or INGEST=auto.`);
  warn(`${why}\nUsing the built-in ingest: RTMP and RTMPS work; SRT, WHIP, HLS and recording need MediaMTX.`);
  warn('Install Go 1.26 or newer, or set MEDIAMTX_BIN, then run "npm run doctor" to try again.');
  return { INGEST: 'builtin' };
}

/** @param {NodeJS.ProcessEnv} env */
function chromiumSetting(env) {
  const path = findChromium(env);
  if (path) return { CHROMIUM_BIN: path };
  warn(NO_CHROMIUM);
  return {};
}

/** @param {NodeJS.ProcessEnv} env */
async function installForTests(env) {
  const packages = missingPackages({
    chromium: findChromium(env) !== undefined,
    ffmpeg: Boolean(env.FFMPEG_BIN) || onPath(['ffmpeg'], env) !== undefined,
    ffprobe: Boolean(env.FFPROBE_BIN) || onPath(['ffprobe'], env) !== undefined,
  });
  await install(packages);
}

/** @param {string[]} packages Debian's; where they may not be installed, what needs them says that it misses them */
async function install(packages) {
  if (packages.length > 0 && mayUseApt()) await aptInstall(packages);
}
