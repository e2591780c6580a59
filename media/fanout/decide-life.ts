import type { SessionPlan } from '@neustream/shared/contracts/media-control.ts';
import type { SessionEndReason } from '@neustream/shared/live/session.ts';

/** The longest timer there is, about 24 days; a longer one would end at once. */
const LONGEST_TIMER_MS = 0x7fffffff;

/** What decides whether a session continues. Instants are milliseconds since the epoch. */
export interface Life {
  /** When the node first received the plan. */
  acceptedAt: number;
  /** When an encoder was first seen; null if none ever was. */
  publishedAt: number | null;
  /** Since when the encoder has been away; null while it publishes, or if it never came. */
  goneSince: number | null;
}

type PlanOfLife = Pick<SessionPlan, 'desired' | 'endReason' | 'graceMs' | 'firstPublishMs'>;

/** Why the session ends now; null when it continues. */
export function decideEnd(plan: PlanOfLife, life: Life, now: number): SessionEndReason | null {
  if (plan.desired === 'ended') return plan.endReason ?? 'USER_ENDED';
  const deadline = nextDeadline(plan, life);
  if (deadline === null || now < deadline) return null;
  return life.publishedAt === null ? 'NEVER_STARTED' : 'ENCODER_GONE';
}

/** When the session would end on its own if nothing happened; null while an encoder publishes. */
export function nextDeadline(plan: PlanOfLife, life: Life): number | null {
  if (life.publishedAt === null) return life.acceptedAt + plan.firstPublishMs;
  return life.goneSince === null ? null : life.goneSince + plan.graceMs;
}

/** How long to set a timer for until this instant, in ms; it may have to be set again when it fires. */
export function timerFor(deadline: number, now: number): number {
  return Math.min(Math.max(1, deadline - now), LONGEST_TIMER_MS);
}
