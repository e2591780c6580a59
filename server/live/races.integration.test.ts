import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FakeNode } from '../testing/fake-node.ts';
import { TestClient } from '../testing/test-client.ts';
import { startTestServer, type TestServer } from '../testing/test-server.ts';

let test: TestServer;
let node: FakeNode;

beforeAll(async () => {
  test = await startTestServer();
  node = await test.startNode();
});
afterAll(() => test[Symbol.asyncDispose]());

const hash = (key: string) => createHash('sha256').update(key).digest('hex');

async function source() {
  const user = await TestClient.register(test.url);
  const created = await user.sourceWith(1);
  return { user, ...created };
}

describe('rotating an ingest key while going live', () => {
  it('leaves the node with the new key, in each of 100 pairs that race', async () => {
    const owners = await Promise.all(Array.from({ length: 10 }, () => source()));
    const stale: string[] = [];
    for (let round = 0; round < 10; round += 1) {
      await Promise.all(
        owners.map(async ({ user, sourceId }) => {
          const [{ session }, { ingest_key }] = await Promise.all([
            user.call('goLive', { params: { sourceId }, body: {} }),
            user.call('rotateIngestKey', { params: { id: sourceId } }),
          ]);
          const settled = expect.poll(() => node.plan(session.id)?.publishKeyHashes, { timeout: 2_000 });
          await settled.toContain(hash(ingest_key)).catch(() => stale.push(session.id));
          await user.call('endLive', { params: { sourceId } });
          node.report(session.id, { endedReason: 'USER_ENDED', endedAt: Date.now() });
        }),
      );
      await node.snapshot();
    }
    expect(stale).toEqual([]);
  }, 60_000);
});

describe('a storm of publishes', () => {
  it('of one source opens one session, which all of them join', async () => {
    const { user, source: view, sourceId, ingest_key } = await source();
    const answers = await Promise.all(
      Array.from({ length: 180 }, () => node.publish(view.public_id, hash(ingest_key))),
    );
    const sessions = answers.map((answer) => (answer.allowed ? answer.plan.sessionId : answer.code));
    const { session } = await user.call('currentSession', { params: { sourceId } });
    expect(new Set(sessions)).toEqual(new Set([session?.id]));
  }, 30_000);

  it('that meets the button joins the session of whoever was first', async () => {
    for (let round = 0; round < 10; round += 1) {
      const { user, source: view, sourceId, ingest_key } = await source();
      const [started, ...published] = await Promise.all([
        user.try('goLive', { params: { sourceId }, body: {} }),
        ...Array.from({ length: 8 }, () => node.publish(view.public_id, hash(ingest_key))),
      ]);
      expect([201, 409]).toContain(started.status);
      expect(published.map((answer) => (answer.allowed ? 'joined' : answer.code))).toEqual(
        published.map(() => 'joined'),
      );
    }
  });
});

describe('destinations live at once', () => {
  it('are counted over all sessions of a user', async () => {
    await using own = await startTestServer({ DEFAULT_PLAN: 'pro' });
    const itsNode = await own.startNode();
    const user = await TestClient.register(own.url);
    const [one, two, three] = [await user.sourceWith(2), await user.sourceWith(2), await user.sourceWith(1)];
    await user.call('goLive', { params: { sourceId: one.sourceId }, body: {} });
    const refused = await user.try('goLive', { params: { sourceId: two.sourceId }, body: {} });
    expect(refused).toMatchObject({
      status: 403,
      body: { code: 'PLAN_LIMIT', details: { limit_name: 'live_destinations', limit: 3, used: 2 } },
    });
    const body = { destination_ids: [two.destinationIds[0] ?? ''] };
    const { session } = await user.call('goLive', { params: { sourceId: two.sourceId }, body });
    const added = { id: session.id, destinationId: two.destinationIds[1] ?? '' };
    expect(await user.try('addRelay', { params: added })).toMatchObject({ status: 403 });
    const published = await itsNode.publish(three.source.public_id, hash(three.ingest_key));
    expect(published).toMatchObject({ allowed: true, plan: { destinations: [] } });
    await user.call('endLive', { params: { sourceId: one.sourceId } });
    expect((await user.call('addRelay', { params: added })).relays).toHaveLength(2);
  }, 60_000);
});
