import type { NewDestination } from '@neustream/shared/destinations/schemas.ts';
import { Secret } from '@neustream/shared/kernel/secret.ts';
import { uuidV7 } from '@neustream/shared/node/uuid.ts';
import { lockEntitlements, readEntitlements, remaining, requireRoom } from '../billing/public.ts';
import type { Work } from '../infra/database/transaction.ts';
import { notFound } from '../infra/http/problem.ts';
import { lockSource } from '../sources/public.ts';
import { addressFor, requireReachable } from './address.ts';
import type { DestinationDeps } from './deps.ts';
import { insertDestination, nextPosition } from './store.ts';
import { streamKeyContext } from './stream-key.ts';
import { destinationView } from './views.ts';

interface DestinationToSave {
  userId: string;
  sourceId: string;
  wanted: NewDestination;
}

/** Saves a destination; an open session of its source starts sending to it at once, as far as the plan allows. */
export async function createDestination(
  work: Work,
  deps: DestinationDeps,
  { userId, sourceId, wanted }: DestinationToSave,
) {
  const now = deps.clock();
  const id = uuidV7(now);
  const rtmp_url = addressFor(wanted.platform, wanted.rtmp_url);
  await requireReachable(rtmp_url, deps.addresses);
  const fixed = {
    id,
    source_id: sourceId,
    platform: wanted.platform,
    name: wanted.name,
    rtmp_url,
    stream_key_enc: deps.vault.seal(new Secret(wanted.stream_key), streamKeyContext(id)),
    is_active: wanted.is_active ?? true,
    created_at: new Date(now),
  };
  if (!(await lockSource(work, deps.sourceChanges, { userId, id: sourceId }))) throw notFound('source');
  const entitlements = await lockEntitlements(work.tx, userId, now);
  requireRoom(entitlements, { limit: 'destinations', used: entitlements.used.destinations, more: 1 });
  const destination = { ...fixed, position: await nextPosition(work.tx, sourceId) };
  await insertDestination(work.tx, destination);
  const joined = destination.is_active
    ? await deps.changes.added.announce(work, { destination, userId })
    : [];
  return {
    destination: destinationView(destination),
    limits: remaining(await readEntitlements(work.tx, userId, now)),
    joined_session: joined.includes(true),
  };
}
