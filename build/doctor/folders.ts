import { existsSync, readFileSync } from 'node:fs';
import { access, constants, mkdir, rm, statfs, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isOurs } from '@neustream/shared/node/pids.ts';
import type { Finding } from './finding.ts';

const LOW_SPACE_MB = 1_000;
const NO_SPACE_MB = 100;

/** What a folder's state means. */
export function folderFinding(facts: {
  name: string;
  path: string;
  setting: string;
  /** The system's error code when writing failed. */
  problem?: string;
  freeMb: number;
}): Finding {
  const { name, path, setting, problem, freeMb } = facts;
  const finding = (verdict: Finding['verdict'], says: string, action?: string): Finding => {
    return { group: 'Folders', name, verdict, says, ...(action === undefined ? {} : { action }) };
  };
  if (problem) {
    return finding(
      'bad',
      `${path} cannot be written (${problem})`,
      `Set ${setting} to a folder that this user may write.`,
    );
  }
  const says = `${path}, ${freeMb} MB free`;
  const action = `Make room, or set ${setting} to a folder on another disk.`;
  if (freeMb < NO_SPACE_MB) return finding('bad', says, action);
  return freeMb < LOW_SPACE_MB ? finding('warn', says, action) : finding('ok', says);
}

/** Tries to write into a folder, which need not exist yet; leaves nothing behind. */
export async function checkFolder(what: { name: string; path: string; setting: string }): Promise<Finding> {
  const existing = nearestExisting(what.path);
  const { bavail, bsize } = await statfs(existing);
  const freeMb = Math.floor((Number(bavail) * Number(bsize)) / 1_000_000);
  try {
    await tryWriting(what.path, existing);
    return folderFinding({ ...what, freeMb });
  } catch (error) {
    const problem = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    return folderFinding({ ...what, freeMb, problem });
  }
}

function nearestExisting(path: string): string {
  return existsSync(path) || dirname(path) === path ? path : nearestExisting(dirname(path));
}

async function tryWriting(path: string, existing: string): Promise<void> {
  if (existing !== path) {
    await access(existing, constants.W_OK);
    // Permissions alone do not reveal a read-only disk or a file in the way.
    const probe = join(existing, `.neustream-doctor-${process.pid}`);
    await mkdir(probe);
    await rm(probe, { recursive: true });
    return;
  }
  const probe = join(path, `.neustream-doctor-${process.pid}`);
  await writeFile(probe, 'written by npm run doctor', { flag: 'wx' });
  await rm(probe);
}

/** Process id of a Neustream Studio that runs on the data folder; undefined when none does. */
export function runningOn(dataDir: string): number | undefined {
  try {
    const pid = Number(readFileSync(join(dataDir, 'start.lock'), 'utf8'));
    return Number.isInteger(pid) && pid > 0 && isOurs(pid, 'start.ts') ? pid : undefined;
  } catch {
    return undefined;
  }
}
