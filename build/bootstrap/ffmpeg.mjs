import { createRequire } from 'node:module';
import { join } from 'node:path';
import { isProgram, onPath } from './files.mjs';
import { ROOT } from './places.mjs';
import { Stop } from './stop.mjs';

const HOW = 'Install FFmpeg (https://ffmpeg.org/download.html) or set';

/**
 * Where FFmpeg or ffprobe is: the setting, the PATH, else the one that came with the packages.
 * @param {{ name: 'ffmpeg' | 'ffprobe', env: NodeJS.ProcessEnv }} what
 * @returns {{ path: string, from: 'setting' | 'path' | 'packages' }}
 * @throws {Stop} when the setting points to nothing or there is none at all
 */
export function findFfmpeg({ name, env }) {
  const setting = `${name.toUpperCase()}_BIN`;
  const chosen = env[setting];
  if (chosen) {
    const path = isProgram(chosen) ? chosen : onPath([chosen], env);
    if (path) return { path, from: 'setting' };
    throw new Stop(`${setting} is ${chosen}, which is not a program. Correct it or remove it.`);
  }
  const found = onPath([name], env);
  if (found) return { path: found, from: 'path' };
  const bundled = bundledPath(name);
  if (bundled) return { path: bundled, from: 'packages' };
  throw new Stop(`${name} was not found. ${HOW} ${setting}.`);
}

/** @param {string} name */
function bundledPath(name) {
  const require = createRequire(join(ROOT, 'package.json'));
  try {
    const path = require(`@${name}-installer/${name}`).path;
    return isProgram(path) ? path : undefined;
  } catch {
    // These packages throw on platforms that they have no program for.
    return undefined;
  }
}

export const OLD_FFMPEG =
  'No FFmpeg was found on the PATH: using the one from 2018 that came with the packages (no SRT, no hardware encoders). ' +
  `${HOW} FFMPEG_BIN.`;
