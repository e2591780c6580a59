import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FakeNode, WAITING } from '../testing/fake-node.ts';
import { TestClient } from '../testing/test-client.ts';
import { startTestServer, type TestServer } from '../testing/test-server.ts';

const publishing = { ...WAITING, status: 'publishing' as const, publishingSince: Date.now() };

let test: TestServer;
let node: FakeNode;

beforeAll(async () => {
  test = await startTestServer();
  node = await test.startNode();
});
afterAll(() => test?.[Symbol.asyncDispose]());

async function liveSession(user: TestClient): Promise<string> {
  const { sourceId } = await user.sourceWith(1);
  const { session } = await user.call('goLive', { params: { sourceId }, body: {} });
  return session.id;
}

describe('a snapshot that cannot be read as a whole', () => {
  it('loses only the session that is wrong: the others are taken, and the node keeps it', async () => {
    const user = await TestClient.register(test.url);
    const [good, bad] = [await liveSession(user), await liveSession(user)];
    node.report(good, { ingest: publishing });
    node.report(bad, { ingest: { ...publishing, publishingSince: 8.64e15 + 1 } });
    const { status, answer } = await node.snapshot();
    expect(status).toBe(200);
    expect(answer.sessions.map(({ sessionId }) => sessionId)).toEqual(expect.arrayContaining([good, bad]));
    expect(answer.refused).toEqual([{ sessionId: bad, problem: expect.stringContaining('publishingSince') }]);
    expect(await user.call('getSession', { params: { id: good } })).toMatchObject({
      ingest: { status: 'publishing' },
    });
    expect(await user.call('getSession', { params: { id: bad } })).toMatchObject({
      ingest: { status: 'waiting' },
    });
    expect(test.logged()).toContain('report about some sessions could not be read');
    node.report(bad, { ingest: publishing });
    expect((await node.snapshot()).answer.refused).toBeUndefined();
    expect(await user.call('getSession', { params: { id: bad } })).toMatchObject({
      ingest: { status: 'publishing' },
    });
  });

  it('does not count as let go of what is to end', async () => {
    const user = await TestClient.register(test.url);
    const { sourceId } = await user.sourceWith(1);
    const { session } = await user.call('goLive', { params: { sourceId }, body: {} });
    node.report(session.id, { endedAt: -1 });
    await user.call('endLive', { params: { sourceId } });
    await node.snapshot();
    expect(await user.call('getSession', { params: { id: session.id } })).toMatchObject({ status: 'ENDING' });
  });

  it.each([
    ['an instant that no clock shows', { at: 1e300 }],
    ['a number that no column holds', { seq: 2 ** 63 }],
  ])('is refused field by field when it is the node itself that has %s', async (_what, change) => {
    expect((await node.snapshot(change)).status).toBe(422);
  });

  it('is answered also when it is nested without end', async () => {
    const depth = 200_000;
    const deep = `${'{"x":'.repeat(depth)}1${'}'.repeat(depth)}`;
    const { status } = await node.post(
      '/internal/media/snapshot',
      `{"nodeId":"${node.id}","sessions":[${deep}]}`,
    );
    expect(status).toBe(422);
  });
});

describe('a media node that drains', () => {
  it('is given no new session, and goes on with what it has', async () => {
    const user = await TestClient.register(test.url);
    const id = await liveSession(user);
    await node.snapshot({ draining: true });
    const { sourceId, source, ingest_key } = await user.sourceWith(1);
    const refused = await user.try('goLive', { params: { sourceId }, body: {} });
    expect([refused.status, refused.body.code]).toEqual([503, 'NO_MEDIA_NODE']);
    const keyHash = createHash('sha256').update(ingest_key).digest('hex');
    expect(await node.publish(source.public_id, keyHash)).toMatchObject({ code: 'NO_MEDIA_NODE' });
    node.report(id, { ingest: publishing });
    await node.snapshot({ draining: true });
    const view = await user.call('getSession', { params: { id } });
    expect(view).toMatchObject({ ingest: { status: 'publishing' } });
    await node.snapshot();
    expect(await node.publish(source.public_id, keyHash)).toMatchObject({ allowed: true });
  });
});
