import type { SessionPlanWire } from '@neustream/shared/contracts/media-control.ts';
import { findPlatform } from '@neustream/shared/destinations/registry.ts';
import { ENCODER_GRACE_MS, FIRST_PUBLISH_MS } from '@neustream/shared/live/session.ts';
import { publishLoginToWire } from '@neustream/shared/node/adobe-login.ts';
import { audioTrackOf, passwordOf, streamKeyOf } from '../../destinations/public.ts';
import type { Database } from '../../infra/database/connect.ts';
import { sha256Hex } from '../../infra/secrets/hash.ts';
import type { Vault } from '../../infra/secrets/vault.ts';
import { findSourceById, ingestKeyOf } from '../../sources/public.ts';
import { listRelays } from '../relays/store.ts';
import { playToken } from '../sessions/play-token.ts';
import { findSession, type SessionRow } from '../sessions/store.ts';

export interface PlanForNode {
  nodeId: string;
  plan: SessionPlanWire;
}

/**
 * The whole plan of a session in its current version, with secrets in plain text: for the wire to a media node and
 * nothing else. Null when the session has no node or no longer exists.
 */
export async function buildPlan(
  { db, vault }: { db: Database; vault: Vault },
  sessionId: string,
): Promise<PlanForNode | null> {
  return await db.transaction(
    async (tx) => {
      const session = await findSession(tx, sessionId);
      const source = session && (await findSourceById(tx, session.source_id));
      if (!session?.node_id || !source) return null;
      const key = ingestKeyOf(vault, source);
      return {
        nodeId: session.node_id,
        plan: {
          sessionId,
          sourceId: source.id,
          version: session.version,
          desired: session.desired,
          endReason: session.desired === 'ended' ? (session.end_reason ?? 'USER_ENDED') : null,
          publicId: source.public_id,
          publishKeyHashes: [key.hash, session.publish_token_hash],
          publishLogins: [publishLoginToWire(key.login)],
          playTokenHashes: playTokenHashes(session, vault),
          graceMs: ENCODER_GRACE_MS,
          firstPublishMs: FIRST_PUBLISH_MS,
          destinations: await plannedDestinations(tx, { vault, sessionId }),
        },
      };
    },
    { isolationLevel: 'repeatable read', readOnly: true },
  );
}

function playTokenHashes(session: SessionRow, vault: Vault): string[] {
  const token = playToken(vault, session);
  return token === null ? [] : [sha256Hex(token.reveal())];
}

async function plannedDestinations(db: Database, { vault, sessionId }: { vault: Vault; sessionId: string }) {
  const relays = await listRelays(db, sessionId);
  return relays.flatMap((relay) => {
    const { destination_id: id, stream_key_enc, password_enc } = relay;
    if (stream_key_enc === null) return [];
    const platform = findPlatform(relay.platform);
    const codecs = platform?.videoCodecs ?? null;
    return [
      {
        id,
        name: relay.name,
        platform: relay.platform,
        address: relay.rtmp_url,
        streamKey: streamKeyOf(vault, { id, stream_key_enc }).reveal(),
        username: relay.username,
        password: passwordOf(vault, { id, password_enc })?.reveal() ?? null,
        audioTrack: audioTrackOf(relay),
        desired: relay.paused ? ('pause' as const) : ('send' as const),
        retryRequests: relay.retry_requests,
        videoCodecs: codecs && [...codecs],
        audioOnly: platform?.audioOnly ?? null,
      },
    ];
  });
}
