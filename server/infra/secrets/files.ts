import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { AppError } from '@neustream/shared/kernel/app-error.ts';
import { Secret } from '@neustream/shared/kernel/secret.ts';

/**
 * The secret in this file, made on first use: 32 random bytes as base64url, readable by the owner only.
 * Whoever is first makes it, so that several processes agree.
 */
export async function secretInFile(path: string): Promise<Secret> {
  try {
    await writeFile(path, `${randomBytes(32).toString('base64url')}\n`, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
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
