import { delimiter } from 'node:path';
import which from 'which';
import { searchFolders } from './environment.ts';

/**
 * Full path of a program; null when it does not exist or is not executable.
 * @param name of a program on the PATH, or a path
 * @param alsoIn folders to search after those of the PATH
 */
export function findProgram(name: string, alsoIn: readonly string[] = []): string | null {
  return which.sync(name, { nothrow: true, path: [...searchFolders(), ...alsoIn].join(delimiter) });
}
