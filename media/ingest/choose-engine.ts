import { AppError } from '@neustream/shared/kernel/app-error.ts';
import { findProgram } from '@neustream/shared/node/find-program.ts';

export interface EngineSettings {
  ingest: 'auto' | 'mediamtx' | 'builtin';
  mediamtxBin: string | null;
}

/** `why` says in a sentence why MediaMTX is not used; null when that was the choice. */
export type EngineChoice =
  | { engine: 'auto' | 'mediamtx'; binary: string }
  | { engine: 'builtin'; why: string | null };

/**
 * What accepts encoders. `auto`: RTMP and RTMPS ourselves, SRT and WHIP by MediaMTX where that is installed.
 * @throws AppError `MEDIAMTX_MISSING` when MediaMTX was requested and is not installed
 */
export function chooseEngine({ ingest, mediamtxBin }: EngineSettings): EngineChoice {
  if (ingest === 'builtin') return { engine: 'builtin', why: null };
  const binary = findProgram(mediamtxBin ?? 'mediamtx');
  if (binary !== null) return { engine: ingest, binary };
  const message =
    mediamtxBin === null
      ? 'MediaMTX was not found.'
      : `MEDIAMTX_BIN names ${mediamtxBin}, which is not a program that can be run.`;
  if (ingest === 'auto') return { engine: 'builtin', why: message };
  throw new AppError({
    code: 'MEDIAMTX_MISSING',
    fault: 'user',
    message,
    action:
      'Install MediaMTX and set MEDIAMTX_BIN to it, or set INGEST=builtin to take RTMP and RTMPS without it.',
  });
}
