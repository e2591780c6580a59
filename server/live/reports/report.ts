import type { Incident, SessionReport, SessionSummary } from '@neustream/shared/live/schemas.ts';
import type { Database } from '../../infra/database/connect.ts';
import { notFound, validationFailed } from '../../infra/http/problem.ts';
import { GAP_KINDS } from '../events/gaps.ts';
import { type EventPlace, eventsOfKinds, pageOfEvents } from '../events/store.ts';
import { listAllRelays, type RelayWithDestination } from '../relays/store.ts';
import { eventView } from '../views/view.ts';
import { findGaps, type Gap, liveTimeOf, type Timeline } from './incidents.ts';
import { findSummary, listSummaries, type SummaryRow } from './store.ts';

const PAGE = 20;
const EVENTS_PAGE = 500;

/** A page of the user's sessions; `next_cursor` is null on the last one. */
export async function listSessions(
  db: Database,
  {
    userId,
    cursor,
    limit = PAGE,
    now,
  }: { userId: string; cursor: string | null; limit?: number; now: number },
) {
  const rows = await listSummaries(db, { userId, before: cursor, limit: limit + 1 });
  const shown = rows.slice(0, limit);
  const sessions = shown.map((row) => summaryView(row, now));
  return { sessions, next_cursor: rows.length > limit ? (shown.at(-1)?.id ?? null) : null };
}

export interface ReportRequest {
  userId: string;
  id: string;
  /** The event from which on the timeline is returned; the first if left out. */
  cursor?: string | undefined;
  /** How many events at most. */
  limit?: number | undefined;
  now: number;
}

/**
 * What happened in a session, and whose fault it was. The timeline is paged; everything else covers the whole session.
 */
export async function sessionReport(
  db: Database,
  { userId, id, cursor, limit = EVENTS_PAGE, now }: ReportRequest,
): Promise<SessionReport> {
  const after = cursor === undefined ? null : placeOf(cursor);
  const row = await findSummary(db, { userId, id });
  if (!row) throw notFound('session');
  const [gapEvents, relays, page] = await Promise.all([
    eventsOfKinds(db, id, GAP_KINDS),
    listAllRelays(db, id),
    pageOfEvents(db, id, { after, limit: limit + 1 }),
  ]);
  const timeline: Timeline = { events: gapEvents, until: row.ended_at?.getTime() ?? now };
  const events = page.slice(0, limit);
  const last = events.at(-1);
  return {
    session: summaryView(row, now),
    destinations: relays.map((relay) => destinationOf(relay, { row, timeline })),
    incidents: findGaps(timeline).map((gap) => incidentView(gap, { relays, until: timeline.until })),
    events: events.map(eventView),
    next_cursor: page.length > limit && last ? cursorOf(last) : null,
  };
}

function cursorOf({ at, seq }: EventPlace): string {
  return `${at.getTime()}-${seq}`;
}

/** @throws Problem 422 when the cursor is not one of ours */
function placeOf(cursor: string): EventPlace {
  const [, at, seq] = /^(\d{1,15})-(\d{1,9})$/.exec(cursor) ?? [];
  if (at === undefined || seq === undefined) throw validationFailed({ cursor: 'NOT_A_CURSOR' });
  return { at: new Date(Number(at)), seq: Number(seq) };
}

function summaryView(row: SummaryRow, now: number): SessionSummary {
  const until = row.ended_at?.getTime() ?? now;
  return {
    id: row.id,
    source_id: row.source_id,
    source_name: row.source_name,
    title: row.title,
    status: row.status,
    started_at: row.started_at.toISOString(),
    live_at: row.live_at?.toISOString() ?? null,
    ended_at: row.ended_at?.toISOString() ?? null,
    end_reason: row.end_reason,
    duration_seconds: Math.round(liveSeconds(row, until)),
    destinations_count: row.destinations_count,
    interruptions: row.interruptions,
  };
}

function liveSeconds(row: SummaryRow, until: number): number {
  return row.live_at === null ? 0 : Math.max(0, until - row.live_at.getTime()) / 1000;
}

function destinationOf(
  relay: RelayWithDestination,
  { row, timeline }: { row: SummaryRow; timeline: Timeline },
) {
  const { seconds, gaps } = liveTimeOf(relay.destination_id, timeline);
  const whole = liveSeconds(row, timeline.until);
  return {
    destination_id: relay.destination_id,
    name: relay.name,
    platform: relay.platform,
    status: relay.status,
    live_seconds: Math.round(seconds * 10) / 10,
    availability: whole === 0 ? 0 : Math.min(1, Math.round((seconds / whole) * 10_000) / 10_000),
    bytes_sent: relay.bytes_sent,
    bytes_acked: relay.bytes_acked,
    frames_dropped: relay.frames_dropped,
    interruptions: gaps,
  };
}

function incidentView(
  gap: Gap,
  { relays, until }: { relays: RelayWithDestination[]; until: number },
): Incident {
  const name = relays.find(({ destination_id }) => destination_id === gap.destinationId)?.name ?? null;
  return {
    destination_id: gap.destinationId,
    destination_name: name,
    hop: gap.hop,
    fault: gap.fault,
    reason_code: gap.reasonCode,
    message: gap.message,
    began_at: new Date(gap.began).toISOString(),
    over_at: gap.over === null ? null : new Date(gap.over).toISOString(),
    seconds: Math.round(((gap.over ?? until) - gap.began) / 100) / 10,
  };
}
