import type { Secret } from '@neustream/shared/kernel/secret.ts';
import type { Log } from '../infra/log.ts';
import { countTokens, listNodes } from './token-store.ts';
import { enrolToken, type TokenDeps } from './tokens.ts';

/** The name of a node whose settings have none; the media node has the same default. */
export const DEFAULT_NODE_NAME = 'local';

/** The media node that was set up together with this API. */
export interface OwnNode {
  /** `MEDIA_NODE_ID`; null when it is not set. */
  id: string | null;
  /** `MEDIA_NODE_TOKEN`, or the token that both read in the data folder they share. */
  token: Secret;
}

/** Admits the media node that was set up together with this API, and reports which nodes are locked out. */
export async function enrolOwnNode(deps: TokenDeps & { log: Log }, own: OwnNode): Promise<void> {
  const nodeId = own.id ?? (await onlyNodeSoFar(deps)) ?? DEFAULT_NODE_NAME;
  const enrolled = await enrolToken(deps, { nodeId, token: own.token });
  if (enrolled === 'revoked') {
    deps.log.warn(
      { nodeId },
      'MEDIA_NODE_TOKEN, or the token in the data folder, was revoked or replaced, so no media node can use it.',
    );
  }
  const locked = (await listNodes(deps.db)).filter(({ issued_at }) => issued_at === null);
  if (locked.length === 0) return;
  const names = locked.map(({ node_id }) => node_id);
  deps.log.info({ nodes: names }, 'These media nodes have no token. To issue one: npm run node -- add NAME');
}

/**
 * Before each node had a token of its own, all nodes of an installation shared one. Where there is a single node, the
 * token is taken to be that node's, whatever its name.
 */
async function onlyNodeSoFar({ db }: TokenDeps): Promise<string | null> {
  if ((await countTokens(db)) > 0) return null;
  const nodes = await listNodes(db);
  return nodes.length === 1 ? (nodes[0]?.node_id ?? null) : null;
}
