import { randomBytes } from 'node:crypto';
import {
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { say } from './say.mjs';

const LOOK_MS = 200;
const BEAT_MS = 2_000;
/** A holder touches its lock every 2 s; one that has not been touched for this long has gone or hangs. */
const SILENT_MS = 60_000;

/**
 * Whether a lock may be taken over. Processes on another machine (or in another container) cannot be looked up, so
 * there only silence counts.
 * @param {{ sameHost: boolean, anyProcessAlive: boolean, silentForMs: number }} facts
 */
export function isAbandoned({ sameHost, anyProcessAlive, silentForMs }) {
  if (sameHost) return !anyProcessAlive;
  return silentForMs >= SILENT_MS;
}

/**
 * Whether a process of this machine is running.
 * @param {number} pid
 */
export function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/**
 * Runs `work` while holding the lock file; a second caller waits for the first, and the lock of
 * a dead process is taken over.
 * @template T
 * @param {string} path
 * @param {string} what said while waiting: "another … is …"
 * @param {(holder: { alsoHeldBy(pid: number): void }) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(path, what, work) {
  mkdirSync(dirname(path), { recursive: true });
  await take(path, what);
  /** @type {number[]} */
  const pids = [process.pid];
  const release = () => {
    if (parsed(textOf(path))?.pids[0] === process.pid) rmSync(path, { force: true });
  };
  const beat = setInterval(() => touch(path), BEAT_MS);
  process.once('exit', release);
  try {
    return await work({
      alsoHeldBy(pid) {
        pids.push(pid);
        writeFileSync(path, note(pids));
      },
    });
  } finally {
    clearInterval(beat);
    process.removeListener('exit', release);
    release();
  }
}

/** @param {number[]} pids */
function note(pids) {
  return JSON.stringify({ host: hostname(), pids });
}

/** @param {string} path */
function touch(path) {
  try {
    utimesSync(path, new Date(), new Date());
  } catch {
    // Taken over or removed by hand: the work itself still ends correctly, because each result is renamed into place.
  }
}

/**
 * @param {string} path
 * @param {string} what
 */
async function take(path, what) {
  let seen = { stamp: '', since: Date.now() };
  let told = false;
  while (!create(path)) {
    const now = Date.now();
    const stamp = `${statSync(path, { throwIfNoEntry: false })?.mtimeMs}`;
    if (stamp !== seen.stamp) seen = { stamp, since: now };
    const text = textOf(path);
    const holder = parsed(text);
    const facts = {
      sameHost: holder?.host === hostname(),
      anyProcessAlive: (holder?.pids ?? []).some(isAlive),
      silentForMs: now - seen.since,
    };
    if (isAbandoned(facts)) {
      removeIfStill(path, text);
      continue;
    }
    if (!told) say(`Waiting: ${what} (process ${holder?.pids?.join(', ') ?? 'unknown'}).`);
    told = true;
    await delay(LOOK_MS);
  }
}

/** @param {string} path */
function textOf(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

/**
 * @param {string} text
 * @returns {{ host: string, pids: number[] } | undefined}
 */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * Written in full next to it and linked into place, so that nobody ever reads a half-written lock.
 * @param {string} path
 */
function create(path) {
  const beside = `${path}.${process.pid}.${randomBytes(4).toString('hex')}`;
  writeFileSync(beside, note([process.pid]));
  try {
    linkSync(beside, path);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(beside, { force: true });
  }
}

/**
 * Two waiters may find the same dead holder: if one of them moves away the lock of a live one, it puts it back.
 * @param {string} path
 * @param {string} abandoned
 */
function removeIfStill(path, abandoned) {
  const aside = `${path}.${process.pid}.gone`;
  try {
    renameSync(path, aside);
  } catch {
    return;
  }
  try {
    if (textOf(aside) !== abandoned) linkSync(aside, path);
  } catch {
    // Somebody else took the lock in the meantime, so there is nothing to put back.
  } finally {
    rmSync(aside, { force: true });
  }
}
