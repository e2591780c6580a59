import { randomBytes } from 'node:crypto';
import { Secret } from '@neustream/shared/kernel/secret.ts';
import { uuidV7 } from '@neustream/shared/node/uuid.ts';
import { type Entitlements, lockEntitlements, requireRoom } from '../../billing/public.ts';
import type { DestinationRow } from '../../destinations/public.ts';
import type { Database } from '../../infra/database/connect.ts';
import type { Work } from '../../infra/database/transaction.ts';
import { conflict } from '../../infra/http/problem.ts';
import { sha256Hex } from '../../infra/secrets/hash.ts';
import type { NodeRow } from '../../nodes/public.ts';
import type { SourceRow } from '../../sources/public.ts';
import type { LiveDeps } from '../deps.ts';
import { ownEvent } from '../events/own-event.ts';
import { appendEvents, type EventData } from '../events/store.ts';
import { putRelays } from '../relays/store.ts';
import { newPlayToken } from '../sessions/play-token.ts';
import { findOpenSession, insertSession, type SessionRow } from '../sessions/store.ts';
import { chooseNode } from './choose-node.ts';

export interface Opening {
  source: SourceRow;
  destinations: readonly Pick<DestinationRow, 'id' | 'platform'>[];
  title: string;
  quality: string | null;
  /** The node that asks; any ready one if left out. */
  nodeId?: string;
  hop: 'user' | 'encoder';
  data?: EventData;
  now: number;
}

export interface Opened {
  session: SessionRow;
  node: NodeRow;
  /** Valid for this session only. */
  publishToken: Secret;
}

/**
 * Checks that a source whose row is locked can go live.
 * @throws Problem 409 when it has an open session
 */
export async function requireOffline(tx: Database, { id }: SourceRow): Promise<void> {
  const open = await findOpenSession(tx, id);
  if (open) throw alreadyLive(open);
}

/** Takes the user's slots, so that none of their other requests can; count what they have live only after this. */
export async function takeSlots(tx: Database, userId: string, now: number): Promise<Entitlements> {
  const entitlements = await lockEntitlements(tx, userId, now);
  requireRoom(entitlements, { limit: 'month_seconds', used: entitlements.used.month_seconds, more: 1 });
  return entitlements;
}

/**
 * Opens a session of a source that is locked and offline, in the transaction that took the slots. Once that is
 * committed, the screens are updated; sending the plan is up to the caller.
 * @throws Problem 409 when the source is inactive, 503 when no media node is available
 */
export async function openSession(
  { tx, afterwards }: Work,
  { vault, status }: Pick<LiveDeps, 'vault' | 'status'>,
  opening: Opening,
): Promise<Opened> {
  const { source, now } = opening;
  if (!source.is_active) throw sourceInactive();
  const node = await chooseNode(tx, opening.nodeId, now);
  const publishToken = new Secret(randomBytes(32).toString('base64url'));
  const id = uuidV7(now);
  const session: SessionRow = {
    id,
    user_id: source.user_id,
    source_id: source.id,
    node_id: node.id,
    desired: 'live',
    status: 'STARTING',
    title: opening.title,
    quality: opening.quality,
    version: 1,
    publish_token_hash: sha256Hex(publishToken.reveal()),
    play_token_enc: newPlayToken(vault, id),
    ingest: null,
    totals: null,
    run_counters: null,
    started_at: new Date(now),
    live_at: null,
    ended_at: null,
    end_reason: null,
    quality_ends_at: null,
    quality_grace_left_ms: null,
    facts_at: new Date(now),
  };
  await insertSession(tx, session);
  await putRelays(tx, id, opening.destinations);
  const data = { destinations: opening.destinations.length, ...opening.data };
  await appendEvents(tx, id, [ownEvent({ kind: 'session.ordered', at: now, hop: opening.hop, data })]);
  afterwards(() => status.announce({ id, sourceId: source.id }, { urgent: true }));
  return { session, node, publishToken };
}

function alreadyLive(open: SessionRow) {
  const ending = open.status === 'ENDING';
  return conflict({
    code: ending ? 'STILL_ENDING' : 'ALREADY_LIVE',
    message: ending ? 'The last session of this source is still ending.' : 'This source is already live.',
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
