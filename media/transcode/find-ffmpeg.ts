import { createRequire } from 'node:module';
import { findProgram } from '@neustream/shared/node/find-program.ts';

/**
 * The FFmpeg to use: the one in the setting, else on the PATH, else from @ffmpeg-installer; null when there is none.
 */
export function findFfmpeg(setting: string | null): string | null {
  return setting ?? findProgram('ffmpeg') ?? installedFfmpeg();
}

function installedFfmpeg(): string | null {
  try {
    const installer: unknown = createRequire(import.meta.url)('@ffmpeg-installer/ffmpeg');
    const hasPath = typeof installer === 'object' && installer !== null && 'path' in installer;
    return hasPath && typeof installer.path === 'string' ? installer.path : null;
  } catch {
    return null;
  }
}
