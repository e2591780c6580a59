/** Accepts encoders: MediaMTX with every protocol, or our own RTMP server. */
export { chooseEngine, type EngineChoice } from './choose-engine.ts';
export { createIngest } from './create-ingest.ts';
export {
  type Encoders,
  type Ingest,
  type IngestListener,
  NOTHING_KNOWN,
  type Outwaited,
  type PublishAttempt,
  type PublisherFacts,
  publicIdOf,
  type Verdict,
  WRONG_KEY_REASONS,
} from './ingest.ts';
export { type MediamtxAccess, MediamtxEncoders } from './mediamtx/mediamtx-encoders.ts';
export { previousMediamtx, stopPreviousMediamtx } from './mediamtx/mediamtx-ports.ts';
export { MediamtxReaders } from './mediamtx/readers.ts';
export { portProblem, portTaken } from './ports.ts';
