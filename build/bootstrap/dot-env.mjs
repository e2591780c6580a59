import { join } from 'node:path';
import { isFile } from './files.mjs';
import { ROOT } from './places.mjs';
import { warn } from './say.mjs';
import { Stop, wordsOf } from './stop.mjs';

/** Commands that run the real installation. Tests, demo and bench have to be the same everywhere. */
const WITH_SETTINGS = ['start', 'dev', 'doctor', 'migrate'];

/**
 * Reads `.env` into the environment, where variables that are already set win.
 * @param {string} name of the command
 * @throws {Stop} when the file exists and cannot be read
 */
export function readDotEnv(name) {
  const path = join(ROOT, '.env');
  if (!WITH_SETTINGS.includes(name) || !isFile(path)) return;
  if (typeof process.loadEnvFile !== 'function') {
    warn(
      `Node ${process.versions.node} cannot read .env: use Node 20.12 or newer, or set the variables yourself.`,
    );
    return;
  }
  try {
    process.loadEnvFile(path);
  } catch (error) {
    throw new Stop(`The file .env cannot be read: ${wordsOf(error)}`);
  }
}
