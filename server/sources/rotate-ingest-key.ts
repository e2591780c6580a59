import type { Work } from '../infra/database/transaction.ts';
import { notFound } from '../infra/http/problem.ts';
import { ingestAddresses, newestEndpoints } from '../nodes/public.ts';
import { lockSource } from './changes.ts';
import type { SourceDeps } from './deps.ts';
import { newIngestKey, storedKey } from './ingest-key.ts';
import { changeSource } from './store.ts';

/** Replaces a source's ingest key; the old one is refused from the next publish on. */
export async function rotateIngestKey(
  work: Work,
  deps: SourceDeps,
  { userId, id }: { userId: string; id: string },
) {
  const key = newIngestKey();
  const source = await lockSource(work, deps.changes, { userId, id });
  if (!source) throw notFound('source');
  await changeSource(work.tx, id, storedKey(deps.vault, id, key));
  await deps.changes.keyRotated.announce(work, { sourceId: id });
  const endpoints = await newestEndpoints(work.tx);
  return {
    ingest_key: key.reveal(),
    ingest: ingestAddresses(endpoints, source.public_id, { key, of: 'source' }),
  };
}
