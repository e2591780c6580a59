import { delimiter } from 'node:path';

/** The part of our environment that child processes may see. The rest, secrets above all, stays with us. */
const ALLOWED = [
  'PATH',
  'HOME',
  'LANG',
  'LC_ALL',
  'TZ',
  'TMPDIR',
  'TMP',
  'TEMP',
  'SystemRoot',
  'SystemDrive',
  'WINDIR',
  'PATHEXT',
  'COMSPEC',
  'USERPROFILE',
] as const;

/** The allowed part of our environment, for a child process. */
export function childEnvironment(environment: NodeJS.ProcessEnv = process.env): Record<string, string> {
  const allowed: Record<string, string> = {};
  for (const name of ALLOWED) {
    const value = environment[name];
    if (value !== undefined) allowed[name] = value;
  }
  return allowed;
}

/** The folders that are searched for programs. */
export function searchFolders(environment: NodeJS.ProcessEnv = process.env): string[] {
  const path = environment.PATH ?? environment.Path ?? '';
  return path.split(delimiter).filter((folder) => folder !== '');
}
