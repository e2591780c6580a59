import type { Secret } from '@neustream/shared/kernel/secret.ts';
import { requireRoom } from '../../billing/public.ts';
import { type DestinationRow, listDestinations } from '../../destinations/public.ts';
import { isDuplicate } from '../../infra/database/errors.ts';
import { conflict, notFound, validationFailed } from '../../infra/http/problem.ts';
import { ingestAddresses, serverAddresses } from '../../nodes/public.ts';
import type { LiveDeps } from '../deps.ts';
import { playTokenPlace } from '../places.ts';
import { changeSource, findSource } from '../sources/store.ts';
import { viewSession } from '../views/view.ts';
import { type Opened, openSession, takeSlots } from './open-session.ts';

interface Wish {
  userId: string;
  sourceId: string;
  title?: string | undefined;
  quality?: string | undefined;
  destination_ids?: string[] | undefined;
}

/** Opens a session and hands its plan to a media node. */
export async function goLive(deps: LiveDeps, wish: Wish) {
  const opened = await open(deps, wish);
  const { session, node, publishToken } = opened;
  deps.status.announce({ id: session.id, sourceId: session.source_id }, { urgent: true });
  // The encoder may be there at once, so the node should know the plan before we answer.
  await deps.plans.send(session.id);
  const view = await viewSession(deps, session.id);
  if (!view) throw notFound('session');
  const { endpoints } = node;
  const { public_id } = opened.source;
  return {
    status: 'starting' as const,
    session: view,
    ingest: ingestAddresses(endpoints, public_id, publishToken),
    preview_url: previewUrl(serverAddresses(endpoints, public_id).hls, playToken(deps, opened)),
  };
}

async function open(deps: LiveDeps, { userId, sourceId, title, quality, destination_ids }: Wish) {
  const now = deps.clock();
  try {
    return await deps.db.transaction(async (tx) => {
      const entitlements = await takeSlots(tx, userId, now);
      const source = await findSource(tx, { userId, id: sourceId });
      if (!source) throw notFound('source');
      const destinations = choose(await listDestinations(tx, [sourceId]), destination_ids);
      requireRoom(entitlements, { limit: 'live_destinations', used: 0, more: destinations.length });
      await changeSource(tx, sourceId, { publish_held_until: null });
      const opening = {
        source,
        destinations,
        title: title ?? '',
        quality: quality ?? null,
        hop: 'user' as const,
      };
      return { ...(await openSession({ tx, vault: deps.vault, now }, opening)), source };
    });
  } catch (error) {
    if (!isDuplicate(error, 'stream_sessions_open')) throw error;
    throw conflict({
      code: 'ALREADY_LIVE',
      message: 'This source is live already.',
      action: 'Open its live page, or end it first.',
    });
  }
}

/** The destinations asked for, or all that are switched on. */
function choose(saved: readonly DestinationRow[], wanted: readonly string[] | undefined): DestinationRow[] {
  if (wanted === undefined) return saved.filter(({ is_active }) => is_active);
  if (wanted.some((id) => !saved.some((destination) => destination.id === id))) {
    throw validationFailed({ destination_ids: 'DESTINATION_OF_ANOTHER_SOURCE' });
  }
  return saved.filter(({ id }) => wanted.includes(id));
}

function playToken({ vault }: LiveDeps, { session }: Opened): Secret | null {
  return session.play_token_enc === null
    ? null
    : vault.open(session.play_token_enc, playTokenPlace(session.id));
}

function previewUrl(hls: string | null, token: Secret | null): string | null {
  return hls === null || token === null ? null : `${hls}?token=${token.reveal()}`;
}
