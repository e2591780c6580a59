import type { LaneReport, NodeEndpoints, NodeSnapshot } from '@neustream/shared/contracts/media-control.ts';
import type { Database } from '../infra/database/connect.ts';

/** Nodes that report at all do so each second. */
const LATELY = '10 seconds';

export interface NodeRow {
  id: string;
  boot_id: string;
  seq: number;
  /** By the node's clock. */
  reported_at: Date;
  /** By our clock. */
  heartbeat_at: Date;
  control_url: string;
  ingest_engine: NodeSnapshot['ingestEngine'];
  ingest_ready: boolean;
  endpoints: NodeEndpoints;
  version: string;
  /** Carries on what it has, and takes no new sessions. */
  draining: boolean;
  lanes: LaneReport[];
}

/** The node, locked against other snapshots of it but not against sessions being opened on it. */
export async function lockNode(db: Database, id: string): Promise<NodeRow | undefined> {
  return await db('media_nodes').where({ id }).forNoKeyUpdate().first();
}

export async function findNode(db: Database, id: string): Promise<NodeRow | undefined> {
  return await db('media_nodes').where({ id }).first();
}

export async function saveNode(db: Database, row: NodeRow): Promise<void> {
  const { endpoints, lanes, ...rest } = row;
  const documents = { endpoints: JSON.stringify(endpoints), lanes: JSON.stringify(lanes) };
  const { id, ...facts } = { ...rest, ...documents };
  await db('media_nodes')
    .insert({ id, ...facts })
    .onConflict('id')
    .merge(facts);
}

/** The node that reported last; of those that report now, one that takes new sessions. */
export async function newestNode(db: Database): Promise<NodeRow | undefined> {
  return await db('media_nodes')
    .orderByRaw(`heartbeat_at > (select max(heartbeat_at) from media_nodes) - interval '${LATELY}' desc`)
    .orderBy('draining')
    .orderBy('heartbeat_at', 'desc')
    .first();
}

/** Nodes that accept encoders, have a token, and have reported since then, the most recent report first. */
export async function listReadyNodes(db: Database, since: Date): Promise<NodeRow[]> {
  return await db('media_nodes')
    .where({ ingest_ready: true })
    .where('heartbeat_at', '>=', since)
    .whereExists((query) =>
      query
        .from('media_node_tokens')
        .where({ revoked_at: null })
        .whereRaw('media_node_tokens.node_id = media_nodes.id'),
    )
    .orderBy('heartbeat_at', 'desc');
}

export async function countNodesSince(db: Database, since: Date): Promise<number> {
  const row = await db('media_nodes').where('heartbeat_at', '>=', since).count<{ count: number }>().first();
  return row?.count ?? 0;
}
