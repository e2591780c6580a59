import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isFile, isProgram, onPath, readJson, sha256, writeJson } from './files.mjs';
import { withLock } from './lock.mjs';
import { buildWithGo } from './mediamtx-go.mjs';
import { downloadRelease } from './mediamtx-release.mjs';
import { cache, ROOT } from './places.mjs';
import { versionText } from './probe.mjs';
import { say, warn } from './say.mjs';
import { Stop, wordsOf } from './stop.mjs';

/** The release this product was built and measured with. */
export const MEDIAMTX_VERSION = '1.20.1';
const OLDEST = { major: 1, minor: 20 };
const FORGET_AFTER_MS = 24 * 3_600_000;
const MODULE = join(ROOT, 'build', 'mediamtx');

/**
 * @typedef {{ at: number, facts: string, reasons: string[] }} Failure a preparation that failed
 * @typedef {{ path: string, from: string } | { reasons: string[] } | { builtin: true }} Found
 */

/**
 * Whether a version printed by MediaMTX is one we can work with.
 * @param {string | undefined} text such as `v1.20.1`
 */
export function isRecentMediamtx(text) {
  const [, major, minor] = /v?(\d+)\.(\d+)/.exec(text ?? '') ?? [];
  if (major === undefined || minor === undefined) return false;
  return Number(major) > OLDEST.major || (Number(major) === OLDEST.major && Number(minor) >= OLDEST.minor);
}

/**
 * Whether to trust an earlier failure instead of trying again: for a day, as long as nothing that the attempt depends
 * on has changed.
 * @param {{ failure: Failure | undefined, facts: string, now: number, retry: boolean }} input
 */
export function failureHolds({ failure, facts, now, retry }) {
  if (!failure || retry || failure.facts !== facts) return false;
  return now - failure.at < FORGET_AFTER_MS && now >= failure.at;
}

/**
 * Finds MediaMTX or obtains it: setting, PATH, cache, release, Go build.
 * @param {{ env: NodeJS.ProcessEnv, retry: boolean, now: number }} options `retry` ignores an earlier failure
 * @returns {Promise<Found>} `reasons` when it cannot be obtained
 * @throws {Stop} when MEDIAMTX_BIN is not a program
 */
export async function findMediamtx({ env, retry, now }) {
  if (env.INGEST === 'builtin') return { builtin: true };
  const chosen = env.MEDIAMTX_BIN;
  if (chosen) return fromSetting(chosen, env);
  const onThePath = onPath(['mediamtx'], env);
  if (onThePath && (await isUsable(onThePath))) return { path: onThePath, from: 'PATH' };
  const cached = cachedPath();
  if (isProgram(cached)) return { path: cached, from: 'cache' };
  return prepare({ retry, now });
}

/** Where a prepared MediaMTX is kept. */
export function cachedPath() {
  return join(
    cache(),
    'mediamtx',
    MEDIAMTX_VERSION,
    process.platform === 'win32' ? 'mediamtx.exe' : 'mediamtx',
  );
}

/**
 * @param {string} chosen
 * @param {NodeJS.ProcessEnv} env
 */
async function fromSetting(chosen, env) {
  const path = isProgram(chosen) ? chosen : onPath([chosen], env);
  const text = path && (await versionText(path, ['--version']));
  if (!path || text === undefined) {
    throw new Stop(
      `MEDIAMTX_BIN is ${chosen}, which does not run. Correct it, or remove it to have MediaMTX prepared.`,
    );
  }
  if (!isRecentMediamtx(text)) {
    warn(`MEDIAMTX_BIN is MediaMTX ${text}; Neustream Studio needs 1.20 or newer.`);
  }
  return { path, from: 'MEDIAMTX_BIN' };
}

/** @param {string} path */
async function isUsable(path) {
  const text = await versionText(path, ['--version']);
  if (isRecentMediamtx(text)) return true;
  warn(`${path} is MediaMTX ${text ?? 'that does not run'}, older than 1.20: not used.`);
  return false;
}

/** @param {{ retry: boolean, now: number }} options */
async function prepare({ retry, now }) {
  const target = cachedPath();
  const noteFile = join(dirname(target), 'failure.json');
  const facts = attemptFacts();
  const earlier = () => readJson(noteFile);
  if (failureHolds({ failure: earlier(), facts, now, retry })) return { reasons: earlier().reasons };
  return withLock(`${target}.lock`, 'another command is preparing MediaMTX', async () => {
    if (isProgram(target)) return { path: target, from: 'cache' };
    if (failureHolds({ failure: earlier(), facts, now, retry })) return { reasons: earlier().reasons };
    const reasons = await attempt(target);
    if (reasons.length > 0) {
      writeJson(noteFile, { at: now, facts, reasons });
      return { reasons };
    }
    rmSync(noteFile, { force: true });
    return { path: target, from: 'prepared now' };
  });
}

/**
 * Tries one way after another.
 * @param {string} target
 * @returns {Promise<string[]>} why each failed; empty when the program is there
 */
async function attempt(target) {
  const reasons = [];
  mkdirSync(dirname(target), { recursive: true });
  for (const way of [downloadRelease, buildWithGo]) {
    try {
      await way({ target, version: MEDIAMTX_VERSION, module: MODULE });
      return [];
    } catch (error) {
      reasons.push(wordsOf(error));
      say(`  ${wordsOf(error)}`);
    }
  }
  return reasons;
}

/** What an attempt depends on: a Go installed later, or another module file, makes it worth trying again. */
function attemptFacts() {
  const files = ['go.mod', 'go.sum'].map((name) => join(MODULE, name)).filter(isFile);
  return sha256([
    onPath(['go']) ?? 'no go',
    process.platform,
    process.arch,
    ...files.map((file) => readFileSync(file)),
  ]);
}
