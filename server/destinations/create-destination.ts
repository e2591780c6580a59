import type { NewDestination } from '@neustream/shared/destinations/schemas.ts';
import { Secret } from '@neustream/shared/kernel/secret.ts';
import { uuidV7 } from '@neustream/shared/node/uuid.ts';
import { lockEntitlements, readEntitlements, remaining, requireRoom } from '../billing/public.ts';
import { addressFor } from './address.ts';
import type { DestinationDeps } from './deps.ts';
import { type DestinationRow, insertDestination, nextPosition } from './store.ts';
import { destinationView, keyPlace } from './views.ts';

interface NewOne {
  userId: string;
  sourceId: string;
  wanted: NewDestination;
}

/** Saves a destination; an open session of its source takes it in at once, as far as the plan allows. */
export async function createDestination(deps: DestinationDeps, { userId, sourceId, wanted }: NewOne) {
  const now = deps.clock();
  const id = uuidV7(now);
  const fixed = {
    id,
    source_id: sourceId,
    platform: wanted.platform,
    name: wanted.name,
    rtmp_url: addressFor(wanted.platform, wanted.rtmp_url),
    stream_key_enc: deps.vault.seal(new Secret(wanted.stream_key), keyPlace(id)),
    is_active: wanted.is_active ?? true,
    created_at: new Date(now),
  };
  const row = await deps.db.transaction(async (tx): Promise<DestinationRow> => {
    const entitlements = await lockEntitlements(tx, userId, now);
    await deps.live.requireSource(tx, userId, sourceId);
    requireRoom(entitlements, { limit: 'destinations', used: entitlements.used.destinations, more: 1 });
    const placed = { ...fixed, position: await nextPosition(tx, sourceId) };
    await insertDestination(tx, placed);
    return placed;
  });
  const joined_session = row.is_active && (await deps.live.join(userId, id));
  const limits = remaining(await readEntitlements(deps.db, userId, now));
  return { destination: destinationView(row), limits, joined_session };
}
