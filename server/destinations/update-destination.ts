import type { DestinationChange, DestinationView } from '@neustream/shared/destinations/schemas.ts';
import { Secret } from '@neustream/shared/kernel/secret.ts';
import { notFound } from '../infra/http/problem.ts';
import { addressFor } from './address.ts';
import type { DestinationDeps } from './deps.ts';
import { changeDestination, findDestination } from './store.ts';
import { destinationView, keyPlace } from './views.ts';

interface Change {
  userId: string;
  id: string;
  wanted: DestinationChange;
}

/** Changes a saved destination; a relay that sends to it goes on with the new address and key. */
export async function updateDestination(
  deps: DestinationDeps,
  { userId, id, wanted }: Change,
): Promise<DestinationView> {
  const row = await findDestination(deps.db, { userId, id });
  if (!row) throw notFound('destination');
  const { stream_key, rtmp_url, name, is_active, position } = wanted;
  await changeDestination(deps.db, id, {
    ...(name === undefined ? {} : { name }),
    ...(is_active === undefined ? {} : { is_active }),
    ...(position === undefined ? {} : { position }),
    ...(rtmp_url === undefined ? {} : { rtmp_url: addressFor(row.platform, rtmp_url) }),
    ...(stream_key === undefined
      ? {}
      : { stream_key_enc: deps.vault.seal(new Secret(stream_key), keyPlace(id)) }),
  });
  await deps.live.changed(id);
  const changed = await findDestination(deps.db, { userId, id });
  if (!changed) throw notFound('destination');
  return destinationView(changed);
}
