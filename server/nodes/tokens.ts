import { randomBytes } from 'node:crypto';
import type { Clock } from '@neustream/shared/kernel/clock.ts';
import { Secret } from '@neustream/shared/kernel/secret.ts';
import { uuidV7 } from '@neustream/shared/node/uuid.ts';
import type { Database } from '../infra/database/connect.ts';
import type { SealedColumn } from '../infra/secrets/rewrap.ts';
import type { Vault } from '../infra/secrets/vault.ts';
import {
  findCurrentToken,
  findToken,
  insertToken,
  markUsed,
  moveToken,
  revokeTokens,
  revokeUnused,
} from './token-store.ts';

/**
 * The tokens by which media nodes and the API recognise each other. A token belongs to one node and identifies it, so
 * no node can speak for another. A node that is issued a new token keeps its old one until it first presents the new
 * one.
 */
export interface TokenDeps {
  db: Database;
  vault: Vault;
  clock: Clock;
}

/** Anything that does not look like a token is not looked up. */
const TOKEN = /^\S{32,200}$/;

/** Tokens are stored encrypted, next to a hash that depends on the same key. */
export function nodeTokenColumn(vault: Vault): SealedColumn {
  return { ...COLUMN, derived: (token) => ({ token_hash: lookupHash(vault, token) }) };
}

/** Issues a new token to a node. One that was issued before and never presented becomes worthless. */
export async function issueToken(deps: TokenDeps, nodeId: string): Promise<Secret> {
  const token = new Secret(randomBytes(32).toString('hex'));
  await deps.db.transaction(async (tx) => {
    await revokeUnused(tx, nodeId, new Date(deps.clock()));
    await insertToken(tx, rowOf(deps, nodeId, token));
  });
  return token;
}

/** The outcome of assigning a node a token that was chosen elsewhere. */
export type Enrolled = 'enrolled' | 'known' | 'revoked';

/** Assigns a node a token that was chosen elsewhere. One that was revoked stays revoked. */
export async function enrolToken(
  deps: TokenDeps,
  { nodeId, token }: { nodeId: string; token: Secret },
): Promise<Enrolled> {
  const hashes = deps.vault.lookupHashes(token.reveal());
  const known = await findToken(deps.db, hashes);
  if (!known) return (await insertToken(deps.db, rowOf(deps, nodeId, token))) ? 'enrolled' : 'known';
  if (known.revoked_at) return 'revoked';
  if (known.node_id !== nodeId) await moveToken(deps.db, known.id, nodeId);
  return 'known';
}

/** The node whose token this is; null when it belongs to none, or no longer does. */
export async function nodeOfToken(deps: TokenDeps, token: Secret): Promise<string | null> {
  const { db, vault, clock } = deps;
  if (!TOKEN.test(token.reveal())) return null;
  const row = await findToken(db, vault.lookupHashes(token.reveal()));
  if (!row || row.revoked_at) return null;
  if (row.used_at === null) await supersede(db, { id: row.id, nodeId: row.node_id, at: new Date(clock()) });
  return row.node_id;
}

/** The token that the API presents to this node; null when it has none. */
export async function tokenOfNode(
  { db, vault }: Pick<TokenDeps, 'db' | 'vault'>,
  nodeId: string,
): Promise<Secret | null> {
  const row = await findCurrentToken(db, nodeId);
  return row ? vault.open(row.token_enc, sealContext(row.id)) : null;
}

/** Revokes every token of a node; returns how many there were. */
export async function revokeNode(
  { db, clock }: Pick<TokenDeps, 'db' | 'clock'>,
  nodeId: string,
): Promise<number> {
  return await revokeTokens(db, nodeId, { at: new Date(clock()) });
}

/** The node presents this token for the first time, which ends its earlier ones. */
async function supersede(
  db: Database,
  { id, nodeId, at }: { id: string; nodeId: string; at: Date },
): Promise<void> {
  await db.transaction(async (tx) => {
    if (await markUsed(tx, id, at)) await revokeTokens(tx, nodeId, { at, except: id });
  });
}

const COLUMN = { table: 'media_node_tokens', column: 'token_enc' };

function sealContext(id: string) {
  return { ...COLUMN, row: id };
}

function rowOf({ vault, clock }: TokenDeps, nodeId: string, token: Secret) {
  const id = uuidV7(clock());
  return {
    id,
    node_id: nodeId,
    token_hash: lookupHash(vault, token),
    token_enc: vault.seal(token, sealContext(id)),
    issued_at: new Date(clock()),
    used_at: null,
    revoked_at: null,
  };
}

function lookupHash(vault: Vault, token: Secret): string {
  return vault.lookupHashes(token.reveal())[0];
}
