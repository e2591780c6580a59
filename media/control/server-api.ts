import {
  type NodeSnapshot,
  type PublishAnswer,
  type PublishRequest,
  publishAnswer,
  SERVER_NODE_PATHS,
  type SnapshotAnswer,
  snapshotAnswer,
} from '@neustream/shared/contracts/media-control.ts';
import type { Secret } from '@neustream/shared/kernel/secret.ts';
import type { z } from 'zod';

/** Encoders wait for this answer. */
const PUBLISH_DEADLINE_MS = 2000;
const SNAPSHOT_DEADLINE_MS = 5000;

/** The API as a media node calls it. Each call throws if it is not answered in time. */
export class ServerApi {
  readonly #serverUrl: string;
  readonly #nodeToken: Secret;

  constructor(serverUrl: string, nodeToken: Secret) {
    this.#serverUrl = serverUrl;
    this.#nodeToken = nodeToken;
  }

  /** Asks whether this encoder may open a session by publishing. */
  publish(request: PublishRequest): Promise<PublishAnswer> {
    return this.#post(SERVER_NODE_PATHS.publish, request, publishAnswer, PUBLISH_DEADLINE_MS);
  }

  snapshot(snapshot: NodeSnapshot): Promise<SnapshotAnswer> {
    return this.#post(SERVER_NODE_PATHS.snapshot, snapshot, snapshotAnswer, SNAPSHOT_DEADLINE_MS);
  }

  async #post<T>(path: string, body: unknown, schema: z.ZodType<T>, deadlineMs: number): Promise<T> {
    const response = await fetch(this.#serverUrl + path, {
      method: 'POST',
      headers: { authorization: `Bearer ${this.#nodeToken.reveal()}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(deadlineMs),
    });
    if (response.ok) return schema.parse(await response.json());
    await response.body?.cancel();
    throw new Error(`the API answered ${response.status} to ${path}${lockedOut(response.status)}`);
  }
}

/** A wrong token, one of another node, or so many wrong ones that the API no longer looks: it limits nothing else here. */
const LOCKED_OUT = [401, 403, 429];

function lockedOut(status: number): string {
  if (!LOCKED_OUT.includes(status)) return '';
  const remedy =
    'set MEDIA_NODE_ID and MEDIA_NODE_TOKEN to what `npm run node -- add NAME` prints on the API’s machine';
  return `: this node’s token is unknown there, or belongs to another node; ${remedy}`;
}
