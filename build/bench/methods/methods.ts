import { ffmpegCopy, ffmpegTee } from './ffmpeg.ts';
import { mediamtxForward } from './mediamtx-forward.ts';
import type { Method } from './method.ts';
import { neustream } from './neustream.ts';
import { nginxRtmp } from './nginx-rtmp.ts';

export interface Methods {
  all: readonly Method[];
  /** Those that are ours and recover from failures. */
  ours: readonly Method[];
}

/**
 * Every method, peers next to what they are compared with.
 * @param heldMs how long media is held in the row that is compared at nginx's delay; asked for at each start
 */
export function allMethods(heldMs: () => number): Methods {
  const builtin = neustream({ engine: 'neustream-builtin', ingest: 'builtin' });
  const held = neustream({
    engine: 'neustream-builtin-held',
    ingest: 'builtin',
    settings: () => ({ MEDIA_BATCH_MS: String(heldMs()) }),
  });
  const mediamtx = neustream({ engine: 'neustream-mediamtx', ingest: 'mediamtx' });
  return {
    all: [nginxRtmp, builtin, held, mediamtx, mediamtxForward, ffmpegCopy, ffmpegTee],
    ours: [mediamtx, builtin],
  };
}
