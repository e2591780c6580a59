import { uuidV7 } from '@neustream/shared/node/uuid.ts';
import { lockEntitlements, readEntitlements, remaining, requireRoom } from '../billing/public.ts';
import type { Work } from '../infra/database/transaction.ts';
import { ingestAddresses, newestEndpoints } from '../nodes/public.ts';
import type { SourceDeps } from './deps.ts';
import { newIngestKey, newPublicId, storedKey } from './ingest-key.ts';
import { insertSource } from './store.ts';
import { viewSource } from './views.ts';

interface NewSource {
  userId: string;
  name: string;
  description?: string | undefined;
}

/** Creates a source; its ingest key is in this answer and in no other. */
export async function createSource({ tx }: Work, deps: SourceDeps, { userId, name, description }: NewSource) {
  const now = deps.clock();
  const id = uuidV7(now);
  const key = newIngestKey();
  const entitlements = await lockEntitlements(tx, userId, now);
  requireRoom(entitlements, { limit: 'sources', used: entitlements.used.sources, more: 1 });
  await insertSource(tx, {
    ...storedKey(deps.vault, id, key),
    id,
    user_id: userId,
    public_id: newPublicId(),
    name,
    description: description ?? '',
    live_on_publish: true,
    publish_held_until: null,
    is_active: true,
    created_at: new Date(now),
  });
  const source = await viewSource({ ...deps, db: tx }, { userId, id });
  return {
    source,
    ingest_key: key.reveal(),
    ingest: ingestAddresses(await newestEndpoints(tx), source.public_id, { key, of: 'source' }),
    limits: remaining(await readEntitlements(tx, userId, now)),
  };
}
