import {
  type SessionPlan,
  type SessionPlanWire,
  sessionPlan,
} from '@neustream/shared/contracts/media-control.ts';
import type { NodeEvent } from '@neustream/shared/live/events.ts';
import { SESSION_END_REASONS } from '@neustream/shared/live/session.ts';
import { publishLoginToWire } from '@neustream/shared/node/adobe-login.ts';
import { z } from 'zod';

const instant = z.number().int().nonnegative();

/** What a session has come to, as far as it has to be remembered. */
export const sessionCourse = {
  /** When an encoder was first seen; null if none ever was. */
  publishedAt: instant.nullable(),
  endedReason: z.enum(SESSION_END_REASONS).nullable(),
  endedAt: instant.nullable(),
};

/** A session as it survives a crash of the process that carries it. */
export const sessionRecord = z.object({ plan: sessionPlan, acceptedAt: instant, ...sessionCourse });
export type SessionRecord = z.infer<typeof sessionRecord>;
export type SessionCourse = Pick<SessionRecord, keyof typeof sessionCourse>;

/** A session as it is given to whoever carries it on. */
export interface GivenSession {
  record: SessionRecord;
  /** What happened in it that the API has not stored yet. */
  events: readonly NodeEvent[];
  /** The process that carried it died. */
  restarted: boolean;
}

export function courseOf({ publishedAt, endedReason, endedAt }: SessionRecord): SessionCourse {
  return { publishedAt, endedReason, endedAt };
}

const earlierDestination = z.looseObject({ order: z.string() });
const earlierRecord = z.looseObject({
  plan: z.looseObject({ order: z.string(), destinations: z.array(earlierDestination) }),
});

/** The record as plain values; contains stream keys. */
export function recordToWire(record: SessionRecord): z.input<typeof sessionRecord> {
  return { ...record, plan: planToWire(record.plan) };
}

/** The record as text; contains stream keys. */
export function recordToText(record: SessionRecord): string {
  return JSON.stringify(recordToWire(record));
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
  return { ...plan, publishLogins: plan.publishLogins.map(publishLoginToWire), destinations };
}

/** Earlier versions called what is desired the `order` of a session and of a destination. Null for current records. */
function renamed(stored: unknown): unknown {
  const { data } = earlierRecord.safeParse(stored);
  if (data === undefined) return null;
  const destinations = data.plan.destinations.map(({ order, ...rest }) => ({ ...rest, desired: order }));
  return { ...data, plan: { ...data.plan, desired: data.plan.order, destinations } };
}
