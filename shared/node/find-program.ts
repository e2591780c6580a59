import { accessSync, constants, statSync } from 'node:fs';
import { join } from 'node:path';
import { searchFolders } from './environment.ts';

/** Full path of a program on the PATH, null when it is not there. */
export function findProgram(name: string): string | null {
  const file = process.platform === 'win32' ? `${name}.exe` : name;
  return (
    searchFolders()
      .map((folder) => join(folder, file))
      .find(isProgram) ?? null
  );
}

/** Whether the file exists and may be run. */
export function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
