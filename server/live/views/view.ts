import { type IngestFacts, NO_INGEST, type RelayFacts } from '@neustream/shared/live/facts.ts';
import { RELAY_REASONS } from '@neustream/shared/live/relay.ts';
import type { IngestView, RelayView, SessionEventView, SessionView } from '@neustream/shared/live/schemas.ts';
import type { Database } from '../../infra/database/connect.ts';
import { type Heartbeats, lastHeartbeat, NODE_SILENT_MS } from '../../nodes/public.ts';
import { type EventRow, newestEvents } from '../events/store.ts';
import { listRelays, type RelayWithDestination } from '../relays/store.ts';
import type { FactsAt, LastFacts } from '../sessions/last-facts.ts';
import { findSession, isOpen, type SessionRow } from '../sessions/store.ts';

const EVENTS_SHOWN = 100;

export interface ViewDeps {
  db: Database;
  facts: LastFacts;
  heartbeats: Heartbeats;
  clock: () => number;
}

let lastNumber = 0;

/**
 * A number greater than any before it, including those of earlier runs: the time in milliseconds, or the last number
 * plus one if that is greater.
 */
function nextNumber(now: number): number {
  lastNumber = Math.max(lastNumber + 1, now);
  return lastNumber;
}

/** The whole session as screens show it; null when it no longer exists. */
export async function viewSession(deps: ViewDeps, sessionId: string): Promise<SessionView | null> {
  // Numbered before anything is read: a higher number must never show older data than a lower one.
  const number = nextNumber(deps.clock());
  const row = await findSession(deps.db, sessionId);
  if (!row) return null;
  // One after the other, because all of it may be read on a transaction's one connection.
  const relays = await listRelays(deps.db, sessionId);
  const events = await newestEvents(deps.db, sessionId, EVENTS_SHOWN);
  const heartbeat = await lastHeartbeat(deps, row.node_id);
  const facts = isOpen(row.status) ? deps.facts.get(sessionId) : undefined;
  return {
    id: row.id,
    source_id: row.source_id,
    version: number,
    as_of: new Date(facts?.at ?? row.facts_at.getTime()).toISOString(),
    ordered: row.desired,
    status: row.status,
    title: row.title,
    started_at: row.started_at.toISOString(),
    live_at: row.live_at?.toISOString() ?? null,
    ended_at: row.ended_at?.toISOString() ?? null,
    end_reason: row.end_reason,
    node_reachable: !isOpen(row.status) || deps.clock() - heartbeat < NODE_SILENT_MS,
    quality_ends_at: isOpen(row.status) ? iso(row.quality_ends_at?.getTime() ?? null) : null,
    ingest: ingestView(facts?.session.ingest ?? row.ingest ?? NO_INGEST),
    relays: relays.map((relay) => relayView(relay, factsOf(relay, row, facts))),
    events: events.map(eventView),
  };
}

function factsOf(relay: RelayWithDestination, row: SessionRow, facts: FactsAt | undefined): RelayFacts {
  const fresh = facts?.session.relays.find(({ destinationId }) => destinationId === relay.destination_id);
  if (fresh && isOpen(row.status)) return fresh;
  return {
    status: relay.status,
    reasonCode: relay.error_code,
    detail: relay.error_message,
    attempts: relay.attempts,
    nextRetryAt: relay.next_retry_at?.getTime() ?? null,
    liveSince: relay.live_since?.getTime() ?? null,
    bytesSent: relay.bytes_sent,
    bytesAcked: relay.bytes_acked,
    framesDropped: relay.frames_dropped,
    queuedBytes: relay.queued_bytes,
    lagMs: 0,
    dropping: 'nothing',
    audioTrack: null,
  };
}

function relayView(relay: RelayWithDestination, facts: RelayFacts): RelayView {
  const reason = facts.reasonCode === null ? null : RELAY_REASONS[facts.reasonCode];
  return {
    destination_id: relay.destination_id,
    name: relay.name,
    platform: relay.platform,
    address: relay.rtmp_url,
    status: facts.status,
    paused: relay.paused,
    reason_code: facts.reasonCode,
    fault: reason?.fault ?? null,
    message: reason?.message ?? null,
    action: reason?.action ?? null,
    detail: facts.detail,
    attempts: facts.attempts,
    next_retry_at: iso(facts.nextRetryAt),
    live_since: iso(facts.liveSince),
    bytes_sent: facts.bytesSent,
    bytes_acked: facts.bytesAcked,
    frames_dropped: facts.framesDropped,
    queued_bytes: facts.queuedBytes,
    lag_ms: facts.lagMs,
    dropping: facts.dropping,
    audio_track: facts.audioTrack,
  };
}

function ingestView(facts: IngestFacts): IngestView {
  return {
    status: facts.status,
    protocol: facts.protocol,
    encoder: facts.encoder,
    video_codec: facts.videoCodec,
    audio_codec: facts.audioCodec,
    width: facts.width,
    height: facts.height,
    frame_rate: facts.frameRate ?? null,
    audio_tracks: facts.audioTracks ?? null,
    silence_added: facts.silenceAdded ?? false,
    bytes_received: facts.bytesReceived,
    publishing_since: iso(facts.publishingSince),
    gone_since: iso(facts.goneSince),
    problem: facts.problem,
  };
}

export function eventView(row: EventRow): SessionEventView {
  return {
    seq: row.seq,
    at: row.at.toISOString(),
    kind: row.kind,
    hop: row.hop,
    destination_id: row.destination_id,
    destination_name: row.destination_name,
    data: row.data,
  };
}

function iso(instant: number | null): string | null {
  return instant === null ? null : new Date(instant).toISOString();
}
