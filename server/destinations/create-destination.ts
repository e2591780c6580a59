import type { NewDestination } from '@neustream/shared/destinations/schemas.ts';
import { uuidV7 } from '@neustream/shared/node/uuid.ts';
import { lockEntitlements, readEntitlements, remaining, requireRoom } from '../billing/public.ts';
import type { Work } from '../infra/database/transaction.ts';
import { notFound } from '../infra/http/problem.ts';
import { lockSource } from '../sources/public.ts';
import { addressFor, requireReachable } from './address.ts';
import type { DestinationDeps } from './deps.ts';
import { sealedPassword, sealedStreamKey } from './sealed-columns.ts';
import { insertDestination, nextPosition } from './store.ts';
import { audioTrackColumn, destinationView } from './views.ts';

interface DestinationToSave {
  userId: string;
  sourceId: string;
  wanted: NewDestination;
  /** From `findAddress`. */
  address: FoundAddress;
}

/** The server address, or the refusal of it as what is thrown. */
type FoundAddress = PromiseSettledResult<string>;

/**
 * Looks the server address of a new destination up in DNS. It is asked before the transaction, which would keep one of
 * the few connections to the database for as long as somebody's name server likes; a repeat gets the first answer
 * whatever DNS says by then, so that a refusal waits until the work is done.
 */
export async function findAddress(
  { addresses }: Pick<DestinationDeps, 'addresses'>,
  { platform, rtmp_url }: NewDestination,
): Promise<FoundAddress> {
  const find = async () => {
    const address = addressFor(platform, rtmp_url);
    await requireReachable(address, addresses);
    return address;
  };
  const [found] = await Promise.allSettled([find()]);
  return found;
}

/** Saves a destination; an open session of its source starts sending to it at once, as far as the plan allows. */
export async function createDestination(
  work: Work,
  deps: DestinationDeps,
  { userId, sourceId, wanted, address }: DestinationToSave,
) {
  const now = deps.clock();
  const id = uuidV7(now);
  if (address.status === 'rejected') throw address.reason;
  const fixed = {
    id,
    source_id: sourceId,
    platform: wanted.platform,
    name: wanted.name,
    rtmp_url: address.value,
    stream_key_enc: sealedStreamKey(deps.vault, id, wanted.stream_key),
    username: wanted.username ?? null,
    password_enc: wanted.password === undefined ? null : sealedPassword(deps.vault, id, wanted.password),
    audio_track: audioTrackColumn(wanted.audio_track ?? 0),
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
