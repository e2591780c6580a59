/** Desired and actual state of each session on this node, reconciled. */
export type { LiveSession } from './live-session.ts';
export { relayOpener } from './open-relay.ts';
export { PlanStore } from './plan-store.ts';
export { idleFacts } from './relay-totals.ts';
export {
  courseOf,
  type GivenSession,
  recordToWire,
  type SessionRecord,
  sessionCourse,
  sessionRecord,
} from './session-record.ts';
export { Sessions } from './sessions.ts';
