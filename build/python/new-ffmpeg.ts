import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { preparePackage } from './package.ts';

/** Brings FFmpeg 9. */
const PACKAGE = { name: 'imageio-ffmpeg', version: '0.8.1' };

/**
 * Path of an FFmpeg that speaks enhanced RTMP: HEVC, AV1, Opus and several tracks, which older ones do not know. Null,
 * with a sentence that says why, on a machine where it cannot be installed.
 */
export async function prepareNewFfmpeg(): Promise<string | null> {
  const prepared = await preparePackage(PACKAGE);
  if ('why' in prepared) {
    process.stdout.write(`There is no FFmpeg 9, because ${prepared.why}.\n`);
    return null;
  }
  const ask = 'import imageio_ffmpeg; print(imageio_ffmpeg.get_ffmpeg_exe())';
  const { stdout } = await promisify(execFile)(join(prepared.programs, 'python'), ['-c', ask]);
  return stdout.trim();
}
