import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
/** Everything that a lane may run. */
const FOLDERS = ['media', 'shared'];
const LEFT_OUT = /(^|\/)(node_modules|testing|testdata)\/|\.test\.ts$/;

/** A hash of the program's files, read now: what a process started now is going to run. */
export function programHash(): string {
  const hash = createHash('sha256').update(process.version);
  for (const folder of FOLDERS) {
    const names = readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts') && !LEFT_OUT.test(name.replaceAll('\\', '/')))
      .sort();
    for (const name of names) hash.update(`${name}\0`).update(readFileSync(join(ROOT, folder, name)));
  }
  return hash.digest('hex');
}
