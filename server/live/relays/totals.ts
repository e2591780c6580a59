import type { NodeSession } from '@neustream/shared/contracts/media-control.ts';
import type { RelayFacts } from '@neustream/shared/live/facts.ts';

const OF_RELAY = ['bytesSent', 'bytesAcked', 'framesDropped'] as const;
const OF_INGEST = ['bytesReceived'] as const;

export type RelayCounts = Pick<RelayFacts, (typeof OF_RELAY)[number]>;

/** Counters of one thing: over the whole session, and what the node had last reported. */
interface Tally<Name extends string> {
  total: Record<Name, number>;
  reported: Record<Name, number>;
}

/** Everything that was counted of a session so far, also of relays that were taken out of it. */
export interface Counted {
  /** The run of the node that `reported` belongs to. */
  bootId: string;
  ingest: Tally<(typeof OF_INGEST)[number]>;
  /** By destination id. */
  relays: Record<string, Tally<(typeof OF_RELAY)[number]>>;
}

/**
 * Counts on with what the node reports now. A node counts in memory: it begins at 0 with each run, and with a
 * destination that comes back into the session. Totals go on over both and never go back.
 */
export function countOn(
  before: Counted | null,
  { bootId, session }: { bootId: string; session: Pick<NodeSession, 'ingest' | 'relays'> },
): Counted {
  const known = before && before.bootId !== bootId ? atZero(before) : before;
  const reported = session.relays.map((relay) => {
    const tally = known?.relays[relay.destinationId];
    return [relay.destinationId, tallyOn(OF_RELAY, tally, relay)] as const;
  });
  return {
    bootId,
    ingest: tallyOn(OF_INGEST, known?.ingest, session.ingest),
    relays: { ...known?.relays, ...Object.fromEntries(reported) },
  };
}

/** The same facts with the session's totals in place of the node's own counters. */
export function withTotals(session: NodeSession, counted: Counted): NodeSession {
  return {
    ...session,
    ingest: { ...session.ingest, ...counted.ingest.total },
    relays: session.relays.map((relay) => ({ ...relay, ...counted.relays[relay.destinationId]?.total })),
  };
}

/** Totals of every relay that the session has or had. */
export function relayTotals({ relays }: Counted): (RelayCounts & { destinationId: string })[] {
  return Object.entries(relays).map(([destinationId, { total }]) => ({ ...total, destinationId }));
}

function tallyOn<Name extends string>(
  names: readonly Name[],
  before: Tally<Name> | undefined,
  now: Record<Name, number>,
): Tally<Name> {
  const pick = (value: (name: Name) => number) =>
    Object.fromEntries(names.map((name) => [name, value(name)])) as Record<Name, number>;
  const reported = pick((name) => now[name]);
  if (!before) return { total: reported, reported };
  const anew = names.some((name) => now[name] < before.reported[name]);
  const more = (name: Name) => now[name] - (anew ? 0 : before.reported[name]);
  return { total: pick((name) => before.total[name] + more(name)), reported };
}

function atZero(counted: Counted): Counted {
  const relays = Object.entries(counted.relays).map(([id, { total }]) => {
    const reported = { bytesSent: 0, bytesAcked: 0, framesDropped: 0 };
    return [id, { total, reported }] as const;
  });
  return {
    ...counted,
    ingest: { total: counted.ingest.total, reported: { bytesReceived: 0 } },
    relays: Object.fromEntries(relays),
  };
}
