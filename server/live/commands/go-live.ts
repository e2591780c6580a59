import type { Secret } from '@neustream/shared/kernel/secret.ts';
import { requireRoom } from '../../billing/public.ts';
import { type DestinationRow, listDestinations } from '../../destinations/public.ts';
import type { Work } from '../../infra/database/transaction.ts';
import { notFound, validationFailed } from '../../infra/http/problem.ts';
import { forPages, ingestAddresses, serverAddresses } from '../../nodes/public.ts';
import { changeSource, lockSource } from '../../sources/public.ts';
import type { LiveDeps } from '../deps.ts';
import { countLiveRelays } from '../relays/store.ts';
import { playToken } from '../sessions/play-token.ts';
import { viewSession } from '../views/view.ts';
import { openSession, requireOffline, takeSlots } from './open-session.ts';

interface GoLiveRequest {
  userId: string;
  sourceId: string;
  title?: string | undefined;
  quality?: string | undefined;
  destination_ids?: string[] | undefined;
}

/** Opens a session and hands its plan to a media node. */
export async function goLive(work: Work, deps: LiveDeps, request: GoLiveRequest) {
  const { session, node, publishToken, source } = await open(work, deps, request);
  const view = await viewSession({ ...deps, db: work.tx }, session.id);
  if (!view) throw notFound('session');
  const endpoints = forPages(node.endpoints, deps);
  return {
    status: 'starting' as const,
    session: view,
    ingest: ingestAddresses(endpoints, source.public_id, { key: publishToken, of: 'session' }),
    preview_url: previewUrl(serverAddresses(endpoints, source.public_id).hls, playToken(deps.vault, session)),
  };
}

async function open(
  work: Work,
  deps: LiveDeps,
  { userId, sourceId, title, quality, destination_ids }: GoLiveRequest,
) {
  const { tx } = work;
  const now = deps.clock();
  const source = await lockSource(work, deps.sourceChanges, { userId, id: sourceId });
  if (!source) throw notFound('source');
  await requireOffline(tx, source);
  const entitlements = await takeSlots(tx, userId, now);
  const destinations = choose(await listDestinations(tx, [sourceId]), destination_ids);
  const used = destinations.length === 0 ? 0 : await countLiveRelays(tx, userId);
  requireRoom(entitlements, { limit: 'live_destinations', used, more: destinations.length });
  const opened = await openSession(work, deps, {
    source,
    destinations,
    title: title ?? '',
    quality: quality ?? null,
    hop: 'user',
    now,
  });
  await changeSource(tx, sourceId, { publish_held_until: null });
  // The encoder may connect at once, so the node should have the plan before we answer.
  work.afterwards(() => deps.plans.send(opened.session.id));
  return { ...opened, source };
}

/** The requested destinations, or all active ones. */
function choose(saved: readonly DestinationRow[], wanted: readonly string[] | undefined): DestinationRow[] {
  if (wanted === undefined) return saved.filter(({ is_active }) => is_active);
  if (wanted.some((id) => !saved.some((destination) => destination.id === id))) {
    throw validationFailed({ destination_ids: 'DESTINATION_OF_ANOTHER_SOURCE' });
  }
  return saved.filter(({ id }) => wanted.includes(id));
}

function previewUrl(hls: string | null, token: Secret | null): string | null {
  return hls === null || token === null ? null : `${hls}?token=${token.reveal()}`;
}
