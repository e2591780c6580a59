import { NO_ENDPOINTS } from '@neustream/shared/contracts/media-control.ts';
import { notFound } from '../../infra/http/problem.ts';
import type { Vault } from '../../infra/secrets/vault.ts';
import { findNode, newestNode, serverAddresses } from '../../nodes/public.ts';
import { findSource } from '../../sources/public.ts';
import { playToken } from '../sessions/play-token.ts';
import { findOpenSession } from '../sessions/store.ts';
import { type ViewDeps, viewSession } from './view.ts';

/** The open session of a source, where to publish to, and where to watch it. */
export async function currentSession(
  deps: ViewDeps & { vault: Vault },
  { userId, sourceId }: { userId: string; sourceId: string },
) {
  const source = await findSource(deps.db, { userId, id: sourceId });
  if (!source) throw notFound('source');
  const open = await findOpenSession(deps.db, sourceId);
  const node = await (open?.node_id ? findNode(deps.db, open.node_id) : newestNode(deps.db));
  const endpoints = node?.endpoints ?? NO_ENDPOINTS;
  const { whep, hls, ...ingest } = serverAddresses(endpoints, source.public_id);
  const token = open && (whep !== null || hls !== null) ? playToken(deps.vault, open) : null;
  return {
    session: open ? await viewSession(deps, open.id) : null,
    endpoints: { engine: node?.ingest_engine ?? null, ...ingest },
    preview: token && { whep_url: whep, hls_url: hls, token: token.reveal() },
  };
}
