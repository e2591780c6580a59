/** The edge to the API: plans in, ingest authorisation, snapshots out. */
export { ControlServer } from './control-server.ts';
export { loginSecret } from './login-secret.ts';
export { answerMediamtx } from './mediamtx-auth.ts';
export { mediamtxCallbackPath } from './mediamtx-callback-path.ts';
export { nodeReport } from './node-report.ts';
export { PublishGate } from './publish-gate.ts';
export { ServerApi } from './server-api.ts';
export { SnapshotPusher } from './snapshot-pusher.ts';
