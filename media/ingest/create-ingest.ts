import type { Clock } from '@neustream/shared/kernel/clock.ts';
import type { Secret } from '@neustream/shared/kernel/secret.ts';
import type { NodeInternals } from '@neustream/shared/node/internals/internals.ts';
import type { Logger } from 'pino';
import type { MediaConfig } from '../config.ts';
import type { ReadPacing } from '../relay/public.ts';
import type { EngineChoice } from './choose-engine.ts';
import type { Encoders, Ingest, IngestListener } from './ingest.ts';
import { MediamtxEncoders } from './mediamtx/mediamtx-encoders.ts';
import { MediamtxIngest, type MediamtxIngestDeps } from './mediamtx/mediamtx-ingest.ts';
import type { MediamtxReaders } from './mediamtx/readers.ts';
import { RtmpIngest } from './rtmp/rtmp-ingest.ts';

export interface IngestDeps {
  engine: EngineChoice;
  config: MediaConfig;
  listener: IngestListener;
  /** Makes the challenges of encoders that log in with user name and password. */
  loginSecret: Secret;
  /** How our own ingest reads encoders' sockets. */
  pacing: ReadPacing | undefined;
  internals: NodeInternals;
  /** What MediaMTX needs in addition. */
  mediamtx: Omit<MediamtxIngestDeps, 'binary' | 'config' | 'log' | 'now'> & { readers: MediamtxReaders };
  log: Logger;
  now: Clock;
}

/** The ingest of the chosen engine; nothing runs yet. */
export function createIngest(deps: IngestDeps): { ingest: Ingest; encoders: Encoders } {
  const { engine, config, listener, loginSecret, pacing, internals, mediamtx, log, now } = deps;
  if (engine.engine === 'builtin') {
    const rtmp = new RtmpIngest({ config, listener, loginSecret, pacing, internals, now });
    return { ingest: rtmp, encoders: rtmp };
  }
  const ingest = new MediamtxIngest({ ...mediamtx, binary: engine.binary, config, log, now });
  const { apiToken, readers } = mediamtx;
  const encoders = new MediamtxEncoders({ access: () => ingest.access, apiToken, readers, log, now });
  return { ingest, encoders };
}
