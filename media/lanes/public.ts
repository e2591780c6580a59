/** The processes of a node that carry its sessions: started, given sessions, moved, adopted and drained. */
export { readLaunch } from './edge/launch.ts';
export { readLaneStates } from './edge/state-file.ts';
export { Lane } from './lane/lane.ts';
export { SessionBoard } from './node/board.ts';
export { EncoderClaims } from './node/claims.ts';
export { DesiredLanes } from './node/desired-lanes.ts';
export { programHash } from './node/fingerprint.ts';
export { LaneEdge, laneViews } from './node/lane-edge.ts';
export { Lanes } from './node/lanes.ts';
export { Measurements } from './node/measurements.ts';
