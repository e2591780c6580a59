import type { Secret } from '@neustream/shared/kernel/secret.ts';

const DEADLINE_MS = 5_000;

/** The API's side of the control servers of media nodes. */
export interface NodeClient {
  /**
   * Puts a JSON document at a path of a node; gives the JSON that it answers.
   * Rejects when the node cannot be reached within 5 s or refuses.
   */
  put(controlUrl: string, path: string, document: unknown): Promise<unknown>;
}

export function createNodeClient(token: Secret): NodeClient {
  return {
    async put(controlUrl, path, document) {
      const response = await fetch(new URL(path, controlUrl), {
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
