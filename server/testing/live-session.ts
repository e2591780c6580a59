import type { IngestFacts } from '@neustream/shared/live/facts.ts';
import { CONNECTING, type FakeNode, WAITING } from './fake-node.ts';
import { TestClient } from './test-client.ts';

interface Stage {
  url: string;
  node: FakeNode;
  now(): number;
}

/** A session of a new user whose encoder publishes and whose one destination is live, as the node reports it. */
export async function startLiveSession({ url, node, now }: Stage, encoder: Partial<IngestFacts> = {}) {
  const user = await TestClient.register(url);
  const { sourceId, destinationIds } = await user.sourceWith(1);
  const { session } = await user.call('goLive', { params: { sourceId }, body: {} });
  const relay = {
    ...CONNECTING,
    destinationId: destinationIds[0] ?? '',
    status: 'LIVE' as const,
    liveSince: now(),
  };
  /** Has the node report what the encoder sends from now on. */
  const send = async (sent: Partial<IngestFacts>) => {
    node.report(session.id, { ingest: { ...WAITING, ...sent, status: 'publishing' }, relays: [relay] });
    await node.snapshot();
  };
  await send(encoder);
  return { user, sessionId: session.id, send };
}
