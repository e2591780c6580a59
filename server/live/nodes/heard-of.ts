import type { Database } from '../../infra/database/connect.ts';
import type { LastFacts } from '../sessions/last-facts.ts';
import { findNode } from './store.ts';

/** A node that was not heard of for this long may have newer facts than we show, in ms. */
export const NODE_SILENT_MS = 5_000;

/** When a node was last heard of by our clock, as epoch ms; 0 when never. */
export async function heardOf(
  { db, facts }: { db: Database; facts: LastFacts },
  nodeId: string | null,
): Promise<number> {
  if (nodeId === null) return 0;
  return facts.heardOf(nodeId) ?? (await findNode(db, nodeId))?.heartbeat_at.getTime() ?? 0;
}
