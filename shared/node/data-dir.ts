import { access, constants, mkdir } from 'node:fs/promises';
import { AppError } from '../kernel/app-error.ts';

/** System error codes for a full disk or an exhausted quota. */
const FULL = new Set(['ENOSPC', 'EDQUOT']);
/** System error codes for a folder this user may not write to, and for a file where a folder should be. */
const CLOSED = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST']);

export interface DataDirOptions {
  /** Permissions of a folder that is created; owner only unless given. */
  mode?: number;
  /** Whether it has to be writable even if nothing is written now. */
  writable?: boolean;
}

/**
 * Creates the data folder if it does not exist yet.
 * @throws AppError `DISK_FULL` or `DATA_DIR_UNWRITABLE`, each naming the setting that changes it
 */
export async function ensureDataDir(
  path: string,
  { mode = 0o700, writable = false }: DataDirOptions = {},
): Promise<void> {
  try {
    await mkdir(path, { recursive: true, mode });
    if (writable) await access(path, constants.W_OK);
  } catch (error) {
    throw dataDirProblem(path, error) ?? error;
  }
}

/** Why nothing can be written to the data folder, as an error for people; null for any other failure. */
export function dataDirProblem(path: string, error: unknown): AppError | null {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (FULL.has(code)) return diskFull(path, error);
  return CLOSED.has(code) ? dataDirClosed(path, error) : null;
}

export function diskFull(path: string, cause: unknown): AppError {
  return new AppError({
    code: 'DISK_FULL',
    fault: 'user',
    message: `The disk that holds ${path} is full.`,
    action: 'Free some space or set DATA_DIR to another disk.',
    cause,
  });
}

export function dataDirClosed(path: string, cause: unknown): AppError {
  return new AppError({
    code: 'DATA_DIR_UNWRITABLE',
    fault: 'user',
    message: `The data folder ${path} cannot be written.`,
    action: 'Correct its permissions or set DATA_DIR to another folder.',
    cause,
  });
}
