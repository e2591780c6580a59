import { mkdir } from 'node:fs/promises';
import { AppError } from '@neustream/shared/kernel/app-error.ts';

/**
 * Makes the data folder when it is not there yet.
 * @throws AppError `DISK_FULL` or `DATA_DIR_UNWRITABLE`, each with the setting that changes it
 */
export async function ensureDataDir(path: string, mode: number): Promise<void> {
  try {
    await mkdir(path, { recursive: true, mode });
  } catch (error) {
    throw dataDirProblem(path, error) ?? error;
  }
}

/** Why nothing can be written into the data folder, in a sentence; null for any other failure. */
export function dataDirProblem(path: string, error: unknown, output = ''): AppError | null {
  const text = `${output}\n${error instanceof Error ? error.message : ''}`;
  const say = (code: string, message: string, action: string) =>
    new AppError({ code, fault: 'user', message, action, cause: error });
  if (/No space left on device|ENOSPC|Disk quota exceeded|EDQUOT/.test(text)) {
    return say(
      'DISK_FULL',
      `The disk that holds ${path} is full.`,
      'Free some space or set DATA_DIR to another disk.',
    );
  }
  if (/Permission denied|EACCES|EROFS|Read-only file system|EPERM|ENOTDIR|EEXIST/.test(text)) {
    const action = 'Correct its permissions or set DATA_DIR to another folder.';
    return say('DATA_DIR_UNWRITABLE', `The data folder ${path} cannot be written to.`, action);
  }
  return null;
}
