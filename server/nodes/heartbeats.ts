import type { NodeEndpoints } from '@neustream/shared/contracts/media-control.ts';
import type { Database } from '../infra/database/connect.ts';
import { findNode } from './store.ts';

/** A node that has been silent for this long may have newer facts than we show, in ms. */
export const NODE_SILENT_MS = 5_000;

/**
 * When this process last received a report from each media node, and where that node offers its ingest and previews.
 */
export interface Heartbeats {
  note(nodeId: string, heartbeat: { now: number; endpoints: NodeEndpoints }): void;
  /**
   * By our clock, in milliseconds since the epoch; undefined when the node has not reported since this process began.
   */
  last(nodeId: string): number | undefined;
  /** Of every node that has reported. */
  endpoints(): readonly NodeEndpoints[];
}

export function createHeartbeats(): Heartbeats {
  const nodes = new Map<string, { now: number; endpoints: NodeEndpoints }>();
  return {
    note: (nodeId, heartbeat) => {
      nodes.set(nodeId, heartbeat);
    },
    last: (nodeId) => nodes.get(nodeId)?.now,
    endpoints: () => [...nodes.values()].map(({ endpoints }) => endpoints),
  };
}

/**
 * When a node last reported, to this process or to another, by our clock in milliseconds since the epoch; 0 if it never
 * did.
 */
export async function lastHeartbeat(
  { db, heartbeats }: { db: Database; heartbeats: Heartbeats },
  nodeId: string | null,
): Promise<number> {
  if (nodeId === null) return 0;
  return heartbeats.last(nodeId) ?? (await findNode(db, nodeId))?.heartbeat_at.getTime() ?? 0;
}
