import { notFound } from '../../infra/http/problem.ts';
import { ingestAddresses, NO_ENDPOINTS, newestNode } from '../../nodes/public.ts';
import type { LiveDeps } from '../deps.ts';
import { findOpenSession, lockSession, raiseVersion } from '../sessions/store.ts';
import { newIngestKey, storedKey } from './ingest-key.ts';
import { changeSource, findSource } from './store.ts';

/** Replaces a source's ingest key; the old one stops working for the next publish. */
export async function rotateIngestKey(deps: LiveDeps, { userId, id }: { userId: string; id: string }) {
  const key = newIngestKey();
  const source = await deps.db.transaction(async (tx) => {
    const row = await findSource(tx, { userId, id });
    if (!row) throw notFound('source');
    const open = await findOpenSession(tx, id);
    // Sessions are locked before their sources everywhere, so that nobody waits in a circle.
    if (open) await lockSession(tx, open.id);
    await changeSource(tx, id, storedKey(deps.vault, id, key));
    if (open) await raiseVersion(tx, open.id);
    return { ...row, open };
  });
  if (source.open) void deps.plans.send(source.open.id);
  const endpoints = (await newestNode(deps.db))?.endpoints ?? NO_ENDPOINTS;
  return { ingest_key: key.reveal(), ingest: ingestAddresses(endpoints, source.public_id, key) };
}
