import type { NodeRow } from './store.ts';
import { type TokenDeps, tokenOfNode } from './tokens.ts';

const PUT_DEADLINE_MS = 5_000;

type NodePlace = Pick<NodeRow, 'id' | 'control_url'>;

interface Sending {
  document: unknown;
  signal: AbortSignal;
}

/** The API's side of the media nodes' control servers. */
export interface NodeClient {
  /**
   * PUTs a JSON document to a path of a node; returns the JSON answer. Rejects when the node has no token, cannot be
   * reached within 5 s or refuses.
   */
  put(node: NodePlace, path: string, document: unknown): Promise<unknown>;
  /**
   * POSTs a request to a node, and returns the JSON answer, null for none, unless the signal ends first. Rejects when the
   * node has no token, cannot be reached or refuses.
   */
  post(node: NodePlace, path: string, request: Sending): Promise<unknown>;
}

/** Presents each node its own token. */
export function createNodeClient(tokens: Pick<TokenDeps, 'db' | 'vault'>): NodeClient {
  const to =
    (method: 'PUT' | 'POST') =>
    async ({ id, control_url }: NodePlace, path: string, { document, signal }: Sending): Promise<unknown> => {
      const token = await tokenOfNode(tokens, id);
      if (!token) throw new Error(`The media node ${id} has no token.`);
      const response = await fetch(new URL(path, control_url), {
        method,
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token.reveal()}` },
        body: JSON.stringify(document),
        redirect: 'error',
        signal,
      });
      if (response.ok) return parsed(await response.text());
      await response.body?.cancel();
      throw new Error(`The media node answered ${response.status}.`);
    };
  const put = to('PUT');
  return {
    put: (node, path, document) =>
      put(node, path, { document, signal: AbortSignal.timeout(PUT_DEADLINE_MS) }),
    post: to('POST'),
  };
}

function parsed(text: string): unknown {
  return text === '' ? null : JSON.parse(text);
}
