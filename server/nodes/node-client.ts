import type { NodeRow } from './store.ts';
import { type TokenDeps, tokenOfNode } from './tokens.ts';

const DEADLINE_MS = 5_000;

/** The API's side of the control servers of media nodes. */
export interface NodeClient {
  /**
   * Puts a JSON document at a path of a node; gives the JSON that it answers.
   * Rejects when the node has no token, cannot be reached within 5 s or refuses.
   */
  put(node: Pick<NodeRow, 'id' | 'control_url'>, path: string, document: unknown): Promise<unknown>;
}

/** Shows each node the token that is its own. */
export function createNodeClient(tokens: Pick<TokenDeps, 'db' | 'vault'>): NodeClient {
  return {
    async put({ id, control_url }, path, document) {
      const token = await tokenOfNode(tokens, id);
      if (!token) throw new Error(`The media node ${id} has no token.`);
      const response = await fetch(new URL(path, control_url), {
        method: 'PUT',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token.reveal()}` },
        body: JSON.stringify(document),
        redirect: 'error',
        signal: AbortSignal.timeout(DEADLINE_MS),
      });
      if (response.ok) return await response.json();
      await response.body?.cancel();
      throw new Error(`The media node answered ${response.status}.`);
    },
  };
}
