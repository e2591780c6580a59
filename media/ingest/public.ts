/** Takes encoders: our own ingest for RTMP and pages, and MediaMTX for the other protocols, or for all. */
export { BothEncoders } from './both-encoders.ts';
export { chooseEngine } from './choose-engine.ts';
export { MEASURE_MS } from './direct/measuring.ts';
export {
  type Encoders,
  type HandedOver,
  type IngestListener,
  isOwnProtocol,
  MEASURE_VERDICTS,
  type MeasureVerdict,
  NOTHING_KNOWN,
  type PublishAttempt,
  type PublisherFacts,
  publicIdOf,
  type Verdict,
  WRONG_KEY_REASONS,
} from './ingest.ts';
export { type MediamtxAccess, MediamtxEncoders } from './mediamtx/mediamtx-encoders.ts';
export { MediamtxIngest } from './mediamtx/mediamtx-ingest.ts';
export { previousMediamtx, stopPreviousMediamtx } from './mediamtx/mediamtx-ports.ts';
export { MediamtxReaders } from './mediamtx/readers.ts';
export { readTls } from './own/certificate.ts';
export { type EncoderPorts, OwnIngest, ownEndpoints } from './own/own-ingest.ts';
export { claimPorts, holdShared, portProblem, portTaken } from './ports.ts';
