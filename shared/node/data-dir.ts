import { accessSync, constants, mkdirSync } from 'node:fs';
import { AppError } from '../kernel/app-error.ts';

/**
 * Makes sure that the data folder is there and may be written.
 * @throws AppError `DATA_DIR_UNWRITABLE`
 */
export function prepareDataDir(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    accessSync(folder, constants.W_OK);
  } catch (error) {
    throw new AppError({
      code: 'DATA_DIR_UNWRITABLE',
      fault: 'user',
      message: `The data folder ${folder} cannot be written.`,
      action: 'Set DATA_DIR to a folder that this user may write.',
      cause: error,
    });
  }
}
