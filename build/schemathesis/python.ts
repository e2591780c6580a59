import { join } from 'node:path';
import { findProgram } from '@neustream/shared/node/find-program.ts';
import { preparePackage } from '../python/package.ts';

const PACKAGE = { name: 'schemathesis', version: '4.32.5' };

/**
 * Path of Schemathesis, which is installed into a Python environment of its own in the cache folder. Null, with a
 * sentence that says why, on a machine where it cannot be installed.
 */
export async function prepareSchemathesis(): Promise<string | null> {
  const prepared = await preparePackage(PACKAGE);
  if ('programs' in prepared) return findProgram(join(prepared.programs, 'schemathesis'));
  process.stdout.write(`Skipped: the API was not tested with Schemathesis, because ${prepared.why}.\n`);
  return null;
}
