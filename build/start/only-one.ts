import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isOurs } from '@neustream/shared/node/pids.ts';

/** A sentence for people; printed without a stack. */
export class StartProblem extends Error {}

/**
 * Keeps a second start away from a data folder.
 * @returns a function that releases the folder
 * @throws StartProblem when another start is using it, or the folder cannot be written
 */
export function takeDataFolder(dataDir: string): () => void {
  const file = join(dataDir, 'start.lock');
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    for (let tries = 0; !create(file); tries += 1) {
      const pid = Number(read(file));
      if (tries > 1 || isOurStart(pid)) throw alreadyRunning(dataDir, pid);
      // Left behind by a start that was killed.
      rmSync(file, { force: true });
    }
  } catch (error) {
    if (error instanceof StartProblem) throw error;
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new StartProblem(
      `The data folder ${dataDir} cannot be written (${code}). Set DATA_DIR to a folder that this user may write.`,
    );
  }
  const release = () => {
    if (read(file) === String(process.pid)) rmSync(file, { force: true });
  };
  process.once('exit', release);
  return release;
}

function create(file: string): boolean {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return '';
  }
}

function isOurStart(pid: number): boolean {
  return Number.isInteger(pid) && pid > 0 && pid !== process.pid && isOurs(pid, 'start.ts');
}

function alreadyRunning(dataDir: string, pid: number): StartProblem {
  return new StartProblem(
    `Neustream Studio is already running on the data folder ${dataDir} (process ${pid}). ` +
      'Stop it first, or set DATA_DIR (and the ports) for a second one.',
  );
}
