import type { Database } from '../infra/database/connect.ts';
import { countNodesSince, listReadyNodes, type NodeRow } from './store.ts';

/** A node that has been silent for this long is considered away and is assigned nothing new, in ms. */
const NODE_FRESH_MS = 10_000;

/** How many nodes are reporting. */
export async function countFreshNodes(db: Database, now: number): Promise<number> {
  return await countNodesSince(db, new Date(now - NODE_FRESH_MS));
}

/** Nodes that are reporting and accept encoders, the most recent report first. */
export async function listFreshNodes(db: Database, now: number): Promise<NodeRow[]> {
  return await listReadyNodes(db, new Date(now - NODE_FRESH_MS));
}
