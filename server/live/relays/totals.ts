import type { NodeSession } from '@neustream/shared/contracts/media-control.ts';
import type { IngestFacts, RelayFacts } from '@neustream/shared/live/facts.ts';

const RELAY_COUNTERS = ['bytesSent', 'bytesAcked', 'framesDropped'] as const;
const INGEST_COUNTERS = ['bytesReceived'] as const;

export type RelayCounters = Pick<RelayFacts, (typeof RELAY_COUNTERS)[number]>;
export type IngestCounters = Pick<IngestFacts, (typeof INGEST_COUNTERS)[number]>;

interface CountersOf {
  ingest: IngestCounters;
  /** By destination id. */
  relays: Record<string, RelayCounters>;
}

/** What a media node counted for a session in one run: starting at 0, as last reported. */
export interface RunCounters extends CountersOf {
  /** The process run that counted. */
  bootId: string;
}

/** What was counted for a session across all runs of its nodes, including relays that were removed from it. */
export interface SessionTotals extends CountersOf {}

/** Totals so far, and the last run counters already included in them. */
export interface Counts {
  totals: SessionTotals;
  run: RunCounters;
}

/**
 * Adds a node's newest report to a session's totals. A node counts in memory: it starts at 0 with each run, and again
 * for a destination that returns to the session. Totals carry on across both and never decrease.
 */
export function addReport(
  before: Counts | null,
  session: Pick<NodeSession, 'runId' | 'ingest' | 'relays'>,
): Counts {
  const run: RunCounters = {
    bootId: session.runId,
    ingest: pick(INGEST_COUNTERS, session.ingest),
    relays: Object.fromEntries(session.relays.map((relay) => [relay.destinationId, countersOf(relay)])),
  };
  if (!before) return { run, totals: { ingest: run.ingest, relays: run.relays } };
  const reported = before.run.bootId === session.runId ? before.run : null;
  const { totals } = before;
  const relays = Object.entries(run.relays).map(([id, now]) => {
    const total = add(RELAY_COUNTERS, { total: totals.relays[id], reported: reported?.relays[id], now });
    return [id, total] as const;
  });
  const ingest = add(INGEST_COUNTERS, {
    total: totals.ingest,
    reported: reported?.ingest,
    now: run.ingest,
  });
  return {
    run: { ...run, relays: { ...reported?.relays, ...run.relays } },
    totals: { ingest, relays: { ...totals.relays, ...Object.fromEntries(relays) } },
  };
}

/** The same facts, with the session's totals in place of the counters of the node's run. */
export function withTotals(session: NodeSession, totals: SessionTotals): NodeSession {
  return {
    ...session,
    ingest: { ...session.ingest, ...totals.ingest },
    relays: session.relays.map((relay) => ({ ...relay, ...totals.relays[relay.destinationId] })),
  };
}

/** Totals of every relay that the session has or had. */
export function relayTotals({ relays }: SessionTotals): (RelayCounters & { destinationId: string })[] {
  return Object.entries(relays).map(([destinationId, totals]) => ({ ...totals, destinationId }));
}

type Figures<Name extends string> = Record<Name, number>;

interface Adding<Name extends string> {
  total: Figures<Name> | undefined;
  /** What the same run reported before; undefined for the first report of a run. */
  reported: Figures<Name> | undefined;
  now: Figures<Name>;
}

function add<Name extends string>(
  names: readonly Name[],
  { total, reported, now }: Adding<Name>,
): Figures<Name> {
  const anew = reported === undefined || names.some((name) => now[name] < reported[name]);
  const more = (name: Name) => now[name] - (anew ? 0 : reported[name]);
  return Object.fromEntries(names.map((name) => [name, (total?.[name] ?? 0) + more(name)])) as Figures<Name>;
}

function countersOf(relay: RelayCounters): RelayCounters {
  return pick(RELAY_COUNTERS, relay);
}

function pick<Name extends string>(names: readonly Name[], from: Figures<Name>): Figures<Name> {
  return Object.fromEntries(names.map((name) => [name, from[name]])) as Figures<Name>;
}
