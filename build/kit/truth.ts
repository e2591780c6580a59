import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { MEDIA_CONTROL_PATHS, nodeSnapshot } from '@neustream/shared/contracts/media-control.ts';
import { until } from '@neustream/shared/node/wait.ts';
import { query } from './database.ts';
import type { Product } from './product.ts';
import type { Show } from './show.ts';

interface Opinion {
  ended: boolean;
  /** Status by destination. */
  relays: Record<string, string>;
}

/**
 * Waits until database, media node and screen say the same about a session and each of its relays.
 * @returns how long that took from `since` (milliseconds since the epoch), in ms
 * @throws when they do not agree within `timeoutMs`
 */
export async function untilAllAgree(
  product: Product,
  show: Show,
  since: number,
  timeoutMs = 5_000,
): Promise<number> {
  let opinions: unknown;
  await until(
    async () => {
      const [database, node] = await Promise.all([inDatabase(product, show), onNode(product, show)]);
      const screen = onScreen(show, since);
      opinions = { database, node, screen };
      return same(database, node) && same(database, screen);
    },
    { what: 'database, media node and screen agree', timeoutMs },
  ).catch((error: Error) => {
    throw new Error(`${error.message} ${JSON.stringify(opinions, null, 2)}`);
  });
  return Date.now() - since;
}

async function inDatabase({ dataDir }: Product, { sessionId }: Show): Promise<Opinion> {
  const [session] = await query<{ status: string }>(
    dataDir,
    'select status from stream_sessions where id = $1',
    [sessionId],
  );
  const relays = await query<{ id: string; status: string }>(
    dataDir,
    'select destination_id as id, status from session_relays where session_id = $1 and removed_at is null',
    [sessionId],
  );
  const ended = session?.status === 'ENDED' || session?.status === 'ERROR';
  return { ended, relays: Object.fromEntries(relays.map(({ id, status }) => [id, status])) };
}

/** Queries the media node itself, as the API does. */
async function onNode(product: Product, { sessionId }: Show): Promise<Opinion> {
  const [node] = await query<{ control_url: string }>(product.dataDir, 'select control_url from media_nodes');
  const token = readFileSync(join(product.dataDir, 'media-node.token'), 'utf8').trim();
  const response = await fetch(`${node?.control_url}${MEDIA_CONTROL_PATHS.snapshot}`, {
    headers: { authorization: `Bearer ${token}` },
    signal: AbortSignal.timeout(2_000),
  });
  const { sessions } = nodeSnapshot.parse(await response.json());
  const session = sessions.find((one) => one.sessionId === sessionId);
  if (session === undefined) return { ended: true, relays: {} };
  return {
    ended: session.endedReason !== null,
    relays: Object.fromEntries(session.relays.map(({ destinationId, status }) => [destinationId, status])),
  };
}

function onScreen({ screen, sessionId }: Show, since: number): Opinion {
  if (screen.newestAt < since) throw new Error('The screen is out of date.');
  const { session } = screen;
  if (session === null || session.id !== sessionId) return { ended: true, relays: {} };
  const relays = session.relays.map(({ destination_id, status }) => [destination_id, status]);
  return { ended: session.ended_at !== null, relays: Object.fromEntries(relays) };
}

/** Where an ended session is all that matters, the names of its relays do not: there are none. */
function same(one: Opinion, other: Opinion): boolean {
  if (one.ended || other.ended) return one.ended === other.ended;
  const names = new Set([...Object.keys(one.relays), ...Object.keys(other.relays)]);
  return [...names].every((id) => one.relays[id] === other.relays[id]);
}
