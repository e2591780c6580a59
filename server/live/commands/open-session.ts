import { randomBytes } from 'node:crypto';
import { Secret } from '@neustream/shared/kernel/secret.ts';
import { uuidV7 } from '@neustream/shared/node/uuid.ts';
import { type Entitlements, lockEntitlements, requireRoom } from '../../billing/public.ts';
import type { DestinationRow } from '../../destinations/public.ts';
import type { Database } from '../../infra/database/connect.ts';
import { conflict, unavailable } from '../../infra/http/problem.ts';
import type { Vault } from '../../infra/secrets/vault.ts';
import { listReadyNodes, type NodeRow } from '../../nodes/public.ts';
import { ownEvent } from '../events/own-event.ts';
import { appendEvents, type EventData } from '../events/store.ts';
import { playTokenPlace } from '../places.ts';
import { sha256Hex } from '../plans/plan.ts';
import { putRelays } from '../relays/store.ts';
import { findOpenSession, insertSession, type SessionRow } from '../sessions/store.ts';
import type { SourceRow } from '../sources/store.ts';

/** A node that was not heard of for this long is not given new sessions, in ms. */
const NODE_FRESH_MS = 10_000;

export interface Opening {
  source: SourceRow;
  destinations: readonly Pick<DestinationRow, 'id' | 'platform'>[];
  title: string;
  quality: string | null;
  /** The node that asks; any ready one when left out. */
  nodeId?: string;
  hop: 'user' | 'encoder';
  data?: EventData;
}

export interface Opened {
  session: SessionRow;
  node: NodeRow;
  /** Valid for this session only. */
  publishToken: Secret;
}

/** Takes the user's slots, so that no other request of theirs can; call it first in the transaction. */
export async function takeSlots(tx: Database, userId: string, now: number): Promise<Entitlements> {
  const entitlements = await lockEntitlements(tx, userId, now);
  requireRoom(entitlements, { limit: 'month_seconds', used: entitlements.used.month_seconds, more: 1 });
  return entitlements;
}

/**
 * Opens a session in the transaction that took the slots.
 * @throws Problem 409 when the source has an open session or is switched off, 503 when no media node is there
 */
export async function openSession(
  { tx, vault, now }: { tx: Database; vault: Vault; now: number },
  opening: Opening,
): Promise<Opened> {
  const { source } = opening;
  if (!source.is_active) throw sourceInactive();
  const open = await findOpenSession(tx, source.id);
  if (open) throw alreadyLive(open);
  const node = await chooseNode(tx, opening.nodeId, now);
  const publishToken = new Secret(randomBytes(32).toString('base64url'));
  const id = uuidV7(now);
  const session: SessionRow = {
    id,
    user_id: source.user_id,
    source_id: source.id,
    node_id: node.id,
    ordered: 'live',
    status: 'STARTING',
    title: opening.title,
    quality: opening.quality,
    version: 1,
    publish_token_hash: sha256Hex(publishToken.reveal()),
    play_token_enc: vault.seal(new Secret(randomBytes(32).toString('base64url')), playTokenPlace(id)),
    ingest: null,
    counted: null,
    started_at: new Date(now),
    live_at: null,
    ended_at: null,
    end_reason: null,
    facts_at: new Date(now),
  };
  await insertSession(tx, session);
  await putRelays(tx, id, opening.destinations);
  const data = { destinations: opening.destinations.length, ...opening.data };
  await appendEvents(tx, id, [ownEvent({ kind: 'session.ordered', at: now, hop: opening.hop, data })]);
  return { session, node, publishToken };
}

async function chooseNode(tx: Database, nodeId: string | undefined, now: number): Promise<NodeRow> {
  const nodes = await listReadyNodes(tx, new Date(now - NODE_FRESH_MS));
  const node = nodeId === undefined ? nodes[0] : nodes.find(({ id }) => id === nodeId);
  if (node) return node;
  throw unavailable(
    {
      code: 'NO_MEDIA_NODE',
      message: 'No media node is ready to take your stream.',
      action: 'Try again in a few seconds. If it goes on, the operator has to look after the media node.',
    },
    { 'Retry-After': '3' },
  );
}

function alreadyLive(open: SessionRow) {
  const ending = open.status === 'ENDING';
  return conflict({
    code: ending ? 'STILL_ENDING' : 'ALREADY_LIVE',
    message: ending ? 'The last session of this source is still ending.' : 'This source is live already.',
    action: ending ? 'Wait until it has ended, then go live again.' : 'Open its live page, or end it first.',
    details: { session_id: open.id },
  });
}

function sourceInactive() {
  return conflict({
    code: 'SOURCE_INACTIVE',
    message: 'This source is switched off.',
    action: 'Switch it on in the source’s settings.',
  });
}
