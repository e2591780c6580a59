import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { findProgram } from '@neustream/shared/node/find-program.ts';
import { cache } from '../bootstrap/places.mjs';
import { run } from './run.ts';

export interface PythonPackage {
  name: string;
  version: string;
}

/**
 * Folder of the programs of a Python environment that holds this package and nothing else, in the cache folder; made if
 * it is not there yet.
 * @returns a sentence that says why, on a machine where it cannot be installed
 */
export async function preparePackage({
  name,
  version,
}: PythonPackage): Promise<{ programs: string } | { why: string }> {
  const folder = join(cache(), name, version);
  const programs = join(folder, process.platform === 'win32' ? 'Scripts' : 'bin');
  const python = join(programs, 'python');
  if (await has({ python, name, version })) return { programs };
  const system = findProgram('python3') ?? findProgram('python');
  if (!system) return { why: 'there is no Python 3 on this machine' };
  process.stdout.write(`Installing ${name} ${version} …\n`);
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', `${name}==${version}`];
  const made = (await run({ file: system, args: ['-m', 'venv', folder] })) === 0;
  if (made && (await run({ file: python, args: pip })) === 0) return { programs };
  await rm(folder, { recursive: true, force: true });
  return { why: 'Python could not install it (see above)' };
}

async function has({ python, name, version }: PythonPackage & { python: string }): Promise<boolean> {
  if (!findProgram(python)) return false;
  const check =
    'import sys; from importlib.metadata import version; sys.exit(version(sys.argv[1]) != sys.argv[2])';
  return (await run({ file: python, args: ['-c', check, name, version], quiet: true })) === 0;
}
