import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { findProgram } from '@neustream/shared/node/find-program.ts';
import { cache } from '../bootstrap/places.mjs';
import { run } from './run.ts';

const VERSION = '4.32.5';

/**
 * Path of Schemathesis, which is installed into a Python environment of its own in the cache folder. Null, with a
 * sentence that says why, on a machine where it cannot be installed.
 */
export async function prepareSchemathesis(): Promise<string | null> {
  const folder = join(cache(), 'schemathesis', VERSION);
  const programs = join(folder, process.platform === 'win32' ? 'Scripts' : 'bin');
  const program = join(programs, 'schemathesis');
  if (findProgram(program)) return program;
  const python = findProgram('python3') ?? findProgram('python');
  if (!python) return skipped('there is no Python 3 on this machine');
  process.stdout.write(`Installing Schemathesis ${VERSION} …\n`);
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', `schemathesis==${VERSION}`];
  const made = (await run({ file: python, args: ['-m', 'venv', folder] })) === 0;
  if (made && (await run({ file: join(programs, 'python'), args: pip })) === 0 && existsSync(program))
    return program;
  await rm(folder, { recursive: true, force: true });
  return skipped('Python could not install it (see above)');
}

function skipped(why: string): null {
  process.stdout.write(`Skipped: the API was not tested with Schemathesis, because ${why}.\n`);
  return null;
}
