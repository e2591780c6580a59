import type { LaneReport } from '@neustream/shared/contracts/media-control.ts';
import type { Database } from '../infra/database/connect.ts';

export interface TokenRow {
  id: string;
  node_id: string;
  /** Keyed hash, by which the token that a node presents is found. */
  token_hash: string;
  /** Sealed, to present it to the node. */
  token_enc: string;
  issued_at: Date;
  /** When the node first presented it. */
  used_at: Date | null;
  revoked_at: Date | null;
}

/** The token with one of these hashes, even if it was revoked. */
export async function findToken(db: Database, hashes: readonly string[]): Promise<TokenRow | undefined> {
  return await db('media_node_tokens').whereIn('token_hash', hashes).first();
}

/** The token that its node presents now; if it has used none yet, the newest. */
export async function findCurrentToken(db: Database, nodeId: string): Promise<TokenRow | undefined> {
  return await db('media_node_tokens')
    .where({ node_id: nodeId, revoked_at: null })
    .orderByRaw('used_at desc nulls last, issued_at desc')
    .first();
}

/** Stores a token unless the same one is already stored; returns whether it was stored. */
export async function insertToken(db: Database, row: TokenRow): Promise<boolean> {
  const inserted = await db('media_node_tokens')
    .insert(row)
    .onConflict('token_hash')
    .ignore()
    .returning('id');
  return inserted.length > 0;
}

export async function moveToken(db: Database, id: string, nodeId: string): Promise<void> {
  await db('media_node_tokens').where({ id }).update({ node_id: nodeId });
}

/**
 * Records that a node presents this token; returns false if that was known already, or the token was revoked in the
 * meantime.
 */
export async function markUsed(db: Database, id: string, at: Date): Promise<boolean> {
  const count = await db('media_node_tokens')
    .where({ id, used_at: null, revoked_at: null })
    .update({ used_at: at });
  return count > 0;
}

/** Revokes all tokens of a node except this one; returns how many there were. */
export async function revokeTokens(
  db: Database,
  nodeId: string,
  { at, except }: { at: Date; except?: string },
): Promise<number> {
  const tokens = db('media_node_tokens').where({ node_id: nodeId, revoked_at: null });
  if (except !== undefined) tokens.whereNot({ id: except });
  return await tokens.update({ revoked_at: at });
}

/** Revokes the tokens that were issued to a node and that it has never presented. */
export async function revokeUnused(db: Database, nodeId: string, at: Date): Promise<void> {
  await db('media_node_tokens')
    .where({ node_id: nodeId, revoked_at: null, used_at: null })
    .update({ revoked_at: at });
}

export async function countTokens(db: Database): Promise<number> {
  const row = await db('media_node_tokens').count<{ count: number }>().first();
  return row?.count ?? 0;
}

export interface ListedNode {
  node_id: string;
  /** When its current token was issued; null when it has none. */
  issued_at: Date | null;
  used_at: Date | null;
  /** A newer token is waiting to be presented. */
  rotating: boolean;
  heartbeat_at: Date | null;
  /** Null before its first report, like what follows. */
  version: string | null;
  draining: boolean | null;
  lanes: LaneReport[] | null;
}

/** Every node that has a token or has ever reported, by name. */
export async function listNodes(db: Database): Promise<ListedNode[]> {
  return await db
    .with('tokens', (query) =>
      query
        .from('media_node_tokens')
        .whereNull('revoked_at')
        .select('node_id')
        .select(
          db.raw(`(array_agg(issued_at order by used_at desc nulls last, issued_at desc))[1] as issued_at`),
        )
        .select(db.raw('max(used_at) as used_at, count(*) > 1 as rotating'))
        .groupBy('node_id'),
    )
    .from('tokens')
    .fullOuterJoin('media_nodes', 'media_nodes.id', 'tokens.node_id')
    .select(db.raw('coalesce(tokens.node_id, media_nodes.id) as node_id'))
    .select('issued_at', 'used_at', 'heartbeat_at', 'version', 'draining', 'lanes')
    .select(db.raw('coalesce(rotating, false) as rotating'))
    .orderBy('node_id');
}
