import {
  type SessionPlan,
  type SessionPlanWire,
  sessionPlan,
} from '@neustream/shared/contracts/media-control.ts';
import { SESSION_END_REASONS } from '@neustream/shared/live/session.ts';
import { z } from 'zod';

const instant = z.number().int().nonnegative();

/** A session as it survives a crash of this process. */
const sessionRecord = z.object({
  plan: sessionPlan,
  acceptedAt: instant,
  publishedAt: instant.nullable(),
  endedReason: z.enum(SESSION_END_REASONS).nullable(),
  endedAt: instant.nullable(),
});
export type SessionRecord = z.infer<typeof sessionRecord>;

const earlierDestination = z.looseObject({ order: z.string() });
const earlierRecord = z.looseObject({
  plan: z.looseObject({ order: z.string(), destinations: z.array(earlierDestination) }),
});

/** The record as text; contains stream keys. */
export function recordToText(record: SessionRecord): string {
  return JSON.stringify({ ...record, plan: planToWire(record.plan) });
}

/**
 * Parses a record written by this or an earlier version.
 * @throws SyntaxError or ZodError when it is not one
 */
export function recordFromText(text: string): SessionRecord {
  const stored: unknown = JSON.parse(text);
  return sessionRecord.parse(renamed(stored) ?? stored);
}

function planToWire(plan: SessionPlan): SessionPlanWire {
  const destinations = plan.destinations.map((destination) => ({
    ...destination,
    streamKey: destination.streamKey.reveal(),
    password: destination.password?.reveal() ?? null,
  }));
  return { ...plan, destinations };
}

/** Earlier versions called what is desired the `order` of a session and of a destination. Null for current records. */
function renamed(stored: unknown): unknown {
  const { data } = earlierRecord.safeParse(stored);
  if (data === undefined) return null;
  const destinations = data.plan.destinations.map(({ order, ...rest }) => ({ ...rest, desired: order }));
  return { ...data, plan: { ...data.plan, desired: data.plan.order, destinations } };
}
