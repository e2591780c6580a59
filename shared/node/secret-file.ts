import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { AppError } from '../kernel/app-error.ts';
import { Secret } from '../kernel/secret.ts';
import { dataDirProblem } from './data-dir.ts';

const SECRET_BYTES = 32;
/**
 * How often, and at what interval in ms, to retry reading a file that another process has created but not yet written.
 */
const TRIES = 50;
const AGAIN_MS = 20;

/**
 * The secret in this file, created on first use: 32 random bytes, readable by the owner only. Whichever process comes
 * first creates it, so that several processes agree.
 * @throws AppError `DISK_FULL`, `DATA_DIR_UNWRITABLE` or `SECRET_FILE_EMPTY`, or the system's error
 */
export async function secretInFile(path: string, encoding: 'hex' | 'base64' = 'hex'): Promise<Secret> {
  const made = randomBytes(SECRET_BYTES).toString(encoding);
  try {
    await writeFile(path, made, { flag: 'wx', mode: 0o600 });
    return new Secret(made);
  } catch (error) {
    const exists = error instanceof Error && 'code' in error && error.code === 'EEXIST';
    if (!exists) throw dataDirProblem(dirname(path), error) ?? error;
  }
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const text = (await readFile(path, 'utf8')).trim();
    if (text !== '') return new Secret(text);
    await delay(AGAIN_MS);
  }
  throw new AppError({
    code: 'SECRET_FILE_EMPTY',
    fault: 'user',
    message: `The file ${path} is empty.`,
    action:
      'Restore it from a backup. If you delete it, a new secret is made, and everything encrypted with the old one is lost.',
  });
}
