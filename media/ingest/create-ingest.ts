import type { Clock } from '@neustream/shared/kernel/clock.ts';
import type { NodeInternals } from '@neustream/shared/node/internals/internals.ts';
import type { Logger } from 'pino';
import type { MediaConfig } from '../config.ts';
import type { ReadPacing } from '../relay/public.ts';
import type { EngineChoice } from './choose-engine.ts';
import type { Ingest, IngestListener } from './ingest.ts';
import { MediamtxIngest, type MediamtxIngestDeps } from './mediamtx/mediamtx-ingest.ts';
import { RtmpIngest } from './rtmp/rtmp-ingest.ts';

export interface IngestDeps {
  engine: EngineChoice;
  config: MediaConfig;
  listener: IngestListener;
  /** How our own ingest reads encoders' sockets. */
  pacing: ReadPacing | undefined;
  internals: NodeInternals;
  /** What MediaMTX needs in addition. */
  mediamtx: Pick<MediamtxIngestDeps, 'authAddress' | 'controlPort' | 'apiToken' | 'readers'>;
  log: Logger;
  now: Clock;
}

/** The ingest of the chosen engine; nothing runs yet. */
export function createIngest(deps: IngestDeps): Ingest {
  const { engine, config, listener, pacing, internals, mediamtx, log, now } = deps;
  if (engine.engine === 'builtin') return new RtmpIngest({ config, listener, pacing, internals, now });
  return new MediamtxIngest({ ...mediamtx, binary: engine.binary, config, listener, log, now });
}
