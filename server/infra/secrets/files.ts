import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { AppError } from '@neustream/shared/kernel/app-error.ts';
import { Secret } from '@neustream/shared/kernel/secret.ts';
import { dataDirProblem } from '../data-dir.ts';

/**
 * The secret in this file, made on first use: 32 random bytes, readable by the owner only.
 * Whoever is first makes it, so that several processes agree.
 */
export async function secretInFile(path: string, encoding: 'hex' | 'base64' = 'hex'): Promise<Secret> {
  try {
    await writeFile(path, `${randomBytes(32).toString(encoding)}\n`, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    const exists = error instanceof Error && 'code' in error && error.code === 'EEXIST';
    if (!exists) throw dataDirProblem(dirname(path), error) ?? error;
  }
  // Another process may have made it a moment ago and be about to write.
  for (let attempt = 0; attempt < 50; attempt += 1) {
    const text = (await readFile(path, 'utf8')).trim();
    if (text !== '') return new Secret(text);
    await delay(20);
  }
  throw new AppError({
    code: 'SECRET_FILE_EMPTY',
    fault: 'user',
    message: `The file ${path} is empty.`,
    action:
      'Restore it from a backup. Deleting it makes a new secret; what the old one encrypted is then lost.',
  });
}
