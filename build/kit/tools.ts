import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { findProgram } from '@neustream/shared/node/find-program.ts';

const require = createRequire(import.meta.url);

/** Where servers such as nginx are installed, which a user's PATH may leave out. */
const SYSTEM_FOLDERS = ['/usr/sbin', '/usr/local/sbin'];

/** Absolute path of a program on the PATH. */
export function onPath(name: string): string | undefined {
  return findProgram(name, SYSTEM_FOLDERS) ?? undefined;
}

function installed(packageName: string): string | undefined {
  try {
    const { path } = require(packageName) as { path: string };
    return path;
  } catch {
    return undefined;
  }
}

/** The FFmpeg that `npm run …` prepared, else the one on the PATH, else the installed package's. */
export function ffmpegBin(): string {
  return found('FFmpeg', process.env.FFMPEG_BIN ?? onPath('ffmpeg') ?? installed('@ffmpeg-installer/ffmpeg'));
}

/** An FFmpeg that speaks enhanced RTMP, which `npm run test:peers` prepares; undefined where there is none. */
export function newFfmpegBin(): string | undefined {
  return process.env.NEW_FFMPEG_BIN;
}

export function ffprobeBin(): string {
  return found(
    'ffprobe',
    process.env.FFPROBE_BIN ?? onPath('ffprobe') ?? installed('@ffprobe-installer/ffprobe'),
  );
}

/** Undefined when this machine has no MediaMTX: the built-in ingest is used then. */
export function mediamtxBin(): string | undefined {
  const cached = join(
    process.env.XDG_CACHE_HOME || join(homedir(), '.cache'),
    'neustream/mediamtx/1.20.1/mediamtx',
  );
  return process.env.MEDIAMTX_BIN ?? onPath('mediamtx') ?? findProgram(cached) ?? undefined;
}

function found(what: string, path: string | undefined): string {
  if (path !== undefined) return path;
  throw new Error(`${what} was not found. Run \`npm run doctor\` to see what is missing.`);
}
