import { afterAll, beforeAll, expect, it } from 'vitest';
import { type FakeNode, WAITING } from '../testing/fake-node.ts';
import { TestClient } from '../testing/test-client.ts';
import { startTestServer, type TestServer } from '../testing/test-server.ts';

let test: TestServer;
let node: FakeNode;

beforeAll(async () => {
  test = await startTestServer();
  node = await test.startNode();
});
afterAll(() => test[Symbol.asyncDispose]());

it('commands of one user that meet never fail on our side', async () => {
  const user = await TestClient.register(test.url);
  const sources = await Promise.all([user.sourceWith(2), user.sourceWith(2)]);
  const failed: string[] = [];
  const tried = async (
    name: string,
    answer: Promise<{ status: number; body?: unknown; answer?: unknown }>,
  ) => {
    const { status, body, answer: told } = await answer;
    if (status >= 500) failed.push(`${name} ${status} ${JSON.stringify(body ?? told)}`);
  };
  const liveAt = new Date(Date.now() - 60_000);
  for (let round = 0; round < 8; round += 1) {
    const orders = sources.flatMap(({ sourceId, destinationIds }) => {
      const [params, source] = [{ sourceId }, { id: sourceId }];
      const body = { platform: 'custom', name: 'New', rtmp_url: 'rtmp://127.0.0.1/x', stream_key: 'k' };
      return [
        tried('goLive', user.try('goLive', { params, body: {} })),
        tried('updateSource', user.try('updateSource', { params: source, body: { name: `Show ${round}` } })),
        tried('rotateIngestKey', user.try('rotateIngestKey', { params: source })),
        tried('createDestination', user.try('createDestination', { params: source, body })),
        tried(
          'deleteDestination',
          user.try('deleteDestination', { params: { id: destinationIds.pop() ?? sourceId } }),
        ),
        tried('endLive', user.try('endLive', { params })),
        tried('goLive', user.try('goLive', { params, body: {} })),
        tried('snapshot', node.snapshot()),
      ];
    });
    await Promise.all(orders);
    const { sources: now } = await user.call('listSources', {});
    for (const { id, session_id } of now) {
      const { destinations } = await user.call('listDestinations', { params: { id } });
      sources
        .find(({ sourceId }) => sourceId === id)
        ?.destinationIds.push(...destinations.map((one) => one.id));
      if (session_id === null) continue;
      await test.server
        .db('stream_sessions')
        .where({ id: session_id })
        .update({ started_at: liveAt, live_at: liveAt });
      node.report(session_id, { ingest: WAITING, endedReason: 'USER_ENDED', endedAt: Date.now() });
    }
  }
  expect(failed).toEqual([]);
});
