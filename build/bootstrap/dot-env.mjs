import { join } from 'node:path';
import { isFile } from './files.mjs';
import { ROOT } from './places.mjs';
import { warn } from './say.mjs';
import { Stop, wordsOf } from './stop.mjs';

/** Commands that run the real installation. Tests, demo and bench have to be the same everywhere. */
const WITH_SETTINGS = ['start', 'dev', 'doctor', 'migrate'];

/**
 * Reads `.env` into the environment, where a variable that is set already wins.
 * @param {string} name of the command
 * @throws {Stop} when the file is there and cannot be read
 */
export function readDotEnv(name) {
  const path = join(ROOT, '.env');
  if (!WITH_SETTINGS.includes(name) || !isFile(path)) return;
  if (typeof process.loadEnvFile !== 'function') {
    warn(`.env is not read by Node ${process.versions.node}: use Node 20.12 or newer, or set the variables.`);
    return;
  }
  try {
    process.loadEnvFile(path);
  } catch (error) {
    throw new Stop(`The file .env cannot be read: ${wordsOf(error)}`);
  }
}
