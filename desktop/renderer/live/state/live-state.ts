import type { SessionView } from '@neustream/shared/live/schemas.ts';
import { type Sample, withSample } from './rates.ts';

/** What the screen knows of a source: its open (or last) session and the figures collected along the way. */
export interface SourceLive {
  session: SessionView | null;
  /** Local clock minus the server's when the snapshot came, in ms. */
  clockOffset: number;
  received: readonly Sample[];
  sent: Readonly<Record<string, readonly Sample[]>>;
}

export const OFFLINE: SourceLive = { session: null, clockOffset: 0, received: [], sent: {} };

/**
 * Stores a snapshot: a newer session, a higher version, or newer facts of the same version replace what is shown;
 * anything older is ignored.
 */
export function withSnapshot(live: SourceLive, snapshot: SessionView | null, now: number): SourceLive {
  if (snapshot === null) return live.session === null ? live : OFFLINE;
  if (!replaces(live.session, snapshot)) return live;
  const at = Date.parse(snapshot.as_of);
  const same = live.session?.id === snapshot.id;
  const sent: Record<string, readonly Sample[]> = {};
  for (const relay of snapshot.relays) {
    const before = same ? (live.sent[relay.destination_id] ?? []) : [];
    sent[relay.destination_id] = withSample(before, { at, bytes: relay.bytes_sent });
  }
  const received = withSample(same ? live.received : [], { at, bytes: snapshot.ingest.bytes_received });
  return { session: snapshot, clockOffset: now - at, received, sent };
}

function replaces(held: SessionView | null, snapshot: SessionView): boolean {
  if (held === null) return true;
  if (held.id !== snapshot.id) return Date.parse(snapshot.started_at) >= Date.parse(held.started_at);
  if (held.version !== snapshot.version) return snapshot.version > held.version;
  return Date.parse(snapshot.as_of) > Date.parse(held.as_of);
}

/** Whether a session is still going on. */
export function isOpen(session: SessionView | null): session is SessionView {
  return session !== null && session.status !== 'ENDED' && session.status !== 'ERROR';
}
