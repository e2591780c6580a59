import type { Fault } from '@neustream/shared/kernel/app-error.ts';
import { RELAY_REASON_CODES, RELAY_REASONS, type RelayReasonCode } from '@neustream/shared/live/relay.ts';
import { effectOf, subjectOf } from '../events/gaps.ts';
import type { EventRow } from '../events/store.ts';

/** A time in which something that should have been sent was not. Instants are milliseconds since the epoch. */
export interface Gap {
  destinationId: string | null;
  hop: EventRow['hop'];
  fault: Fault;
  reasonCode: string;
  message: string;
  began: number;
  /** Null when it lasted until the end of the session. */
  over: number | null;
}

export interface Timeline {
  events: readonly Pick<EventRow, 'at' | 'kind' | 'hop' | 'destination_id' | 'data'>[];
  /** When the session ended, or now. */
  until: number;
}

/**
 * The gaps of a session: for a destination, from losing it (or failing to reach it) until it was live again; for the
 * encoder, from when it disappeared until it returned. What the user asked for (pause, remove) closes a gap and does
 * not begin one.
 */
export function findGaps({ events }: Timeline): Gap[] {
  const gaps: Gap[] = [];
  const open = new Map<string, Gap>();
  for (const event of events) {
    const effect = effectOf(event, (subject) => open.has(subject));
    const at = event.at.getTime();
    if (effect === 'begins') {
      const gap = gapOf(event, at);
      open.set(subjectOf(event), gap);
      gaps.push(gap);
    } else if (effect === 'closes') {
      const gap = open.get(subjectOf(event));
      if (gap) gap.over = at;
      open.delete(subjectOf(event));
    } else if (effect === 'closes all') open.clear();
  }
  return gaps;
}

type Beginning = Timeline['events'][number];

function gapOf(event: Beginning, began: number): Gap {
  const fixed = { destinationId: event.destination_id, hop: event.hop, began, over: null };
  if (event.kind === 'encoder.gone') {
    const message = 'Your encoder stopped sending.';
    return { ...fixed, fault: 'user', reasonCode: 'ENCODER_GONE', message };
  }
  const code = reasonOf(event.data);
  const { fault, message } = RELAY_REASONS[code];
  return { ...fixed, fault, reasonCode: code, message };
}

function reasonOf(data: Beginning['data']): RelayReasonCode {
  return RELAY_REASON_CODES.find((code) => code === data.reasonCode) ?? 'INTERNAL';
}

/** How long a destination was live, in seconds, and how many gaps it had. */
export function liveTimeOf(
  destinationId: string,
  { events, until }: Timeline,
): { seconds: number; gaps: number } {
  let liveSince: number | null = null;
  let waitsForEncoder = false;
  let milliseconds = 0;
  for (const { kind, at, destination_id } of events) {
    if (destination_id !== null && destination_id !== destinationId) continue;
    if (kind === 'relay.live') liveSince ??= at.getTime();
    else if (kind === 'encoder.returned' && waitsForEncoder) liveSince = at.getTime();
    else if (STOPS.has(kind) && liveSince !== null) {
      milliseconds += at.getTime() - liveSince;
      liveSince = null;
      waitsForEncoder = kind === 'encoder.gone';
      continue;
    } else continue;
    waitsForEncoder = false;
  }
  if (liveSince !== null) milliseconds += Math.max(0, until - liveSince);
  const gaps = findGaps({ events, until }).filter((gap) => gap.destinationId === destinationId).length;
  return { seconds: milliseconds / 1000, gaps };
}

const STOPS = new Set<string>([
  ...['relay.failed', 'relay.gave_up', 'relay.paused', 'relay.removed'],
  ...['encoder.gone', 'node.restarted', 'session.ended'],
]);
