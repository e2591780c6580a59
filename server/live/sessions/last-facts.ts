import type { NodeEndpoints, NodeSession } from '@neustream/shared/contracts/media-control.ts';
import type { Counted } from '../nodes/counted.ts';

export interface FactsAt {
  /** When they were true, by the node's clock. */
  at: number;
  /** With the session's totals in place of the node's own counters. */
  session: NodeSession;
  counted: Counted;
}

/**
 * The newest facts of each open session. Counters change every second; keeping them here spares the database,
 * which gets them when something changes, now and then, and at the end.
 */
export interface LastFacts {
  get(sessionId: string): FactsAt | undefined;
  put(sessionId: string, facts: FactsAt): void;
  forget(sessionId: string): void;
  /** When a node was last heard of by our clock; undefined when not since this process began. */
  heardOf(nodeId: string): number | undefined;
  hear(nodeId: string, heard: { now: number; endpoints: NodeEndpoints }): void;
  /** Where nodes offer previews. */
  endpoints(): readonly NodeEndpoints[];
}

export function createLastFacts(): LastFacts {
  const sessions = new Map<string, FactsAt>();
  const nodes = new Map<string, { now: number; endpoints: NodeEndpoints }>();
  return {
    get: (sessionId) => sessions.get(sessionId),
    put: (sessionId, facts) => {
      sessions.set(sessionId, facts);
    },
    forget: (sessionId) => {
      sessions.delete(sessionId);
    },
    heardOf: (nodeId) => nodes.get(nodeId)?.now,
    hear: (nodeId, heard) => {
      nodes.set(nodeId, heard);
    },
    endpoints: () => [...nodes.values()].map(({ endpoints }) => endpoints),
  };
}
