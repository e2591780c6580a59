/** Desired and actual state of each session on this node, reconciled. */
export { applyAnswer } from './apply-answer.ts';
export type { LiveSession } from './live-session.ts';
export { relayOpener } from './open-relay.ts';
export { PlanStore } from './plan-store.ts';
export { Sessions } from './sessions.ts';
