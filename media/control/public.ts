/** The edge to the API and to MediaMTX: plans in, ingest authorisation, snapshots out; and what such edges are made of. */
export { ControlServer } from './control-server.ts';
export { nodeCredentials } from './credentials.ts';
export { isAmong } from './key-hash.ts';
export { answerMediamtx } from './mediamtx-auth.ts';
export { nodeReport } from './node-report.ts';
export { ensureNodeToken } from './node-token.ts';
export {
  type Answer,
  type PrivateRequest,
  PrivateServer,
  type UpgradedConnection,
} from './private-server.ts';
export {
  claimOf,
  type EncoderClaim,
  knowsKey,
  PublishGate,
  REFUSALS_TOLD,
  type Whereabouts,
} from './publish-gate.ts';
export { RefusedSessions } from './refused-sessions.ts';
export { ServerApi } from './server-api.ts';
export { SnapshotPusher } from './snapshot-pusher.ts';
export { Tries } from './tries.ts';
