import { createHash } from 'node:crypto';
import type { ServerEvent } from '@neustream/shared/contracts/server-events.ts';
import { io } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { CONNECTING, type FakeNode, nodeEvent, WAITING } from '../testing/fake-node.ts';
import { TestClient } from '../testing/test-client.ts';
import { startTestServer, type TestServer } from '../testing/test-server.ts';

let test: TestServer;
let node: FakeNode;

beforeAll(async () => {
  test = await startTestServer();
  node = await test.startNode();
}, 60_000);
afterAll(() => test[Symbol.asyncDispose]());

const publishing = { ...WAITING, status: 'publishing' as const, protocol: 'rtmp' as const, bytesReceived: 5 };
const live = (destinationId: string, liveSince = Date.now()) => ({
  ...CONNECTING,
  ...{ destinationId, status: 'LIVE' as const, liveSince, attempts: 1, bytesSent: 1000 },
});

async function goLive(destinations = 2) {
  const user = await TestClient.register(test.url);
  const source = await user.sourceWith(destinations);
  const started = await user.call('goLive', {
    params: { sourceId: source.sourceId },
    body: { title: 'Show' },
  });
  return { user, ...source, started, sessionId: started.session.id };
}

describe('going live', () => {
  it('sends the whole plan with the keys to a media node and gives what an encoder needs', async () => {
    const { started, sessionId, destinationIds, source } = await goLive();
    const plan = node.plan(sessionId);
    expect(plan?.destinations.map(({ id, streamKey, order }) => [id, streamKey, order])).toEqual([
      [destinationIds[0], 'canary-key-0', 'send'],
      [destinationIds[1], 'canary-key-1', 'send'],
    ]);
    const [, token] = started.ingest.rtmp?.stream_key.split('?key=') ?? [];
    expect(plan?.publishKeyHashes).toContain(
      createHash('sha256')
        .update(token ?? '')
        .digest('hex'),
    );
    expect(started.ingest.rtmp?.server).toBe('rtmp://127.0.0.1:1935/live');
    expect(started.ingest.whip?.url).toBe(`http://127.0.0.1:8889/live/${source.public_id}/whip`);
    expect(started.session).toMatchObject({ status: 'STARTING', title: 'Show' });
  });

  it('is LIVE with the first relay, and its watchers are shown each step', async () => {
    const { user, sessionId, sourceId, destinationIds } = await goLive();
    const socket = io(test.url, { auth: { token: user.token }, transports: ['websocket'] });
    const shown: ServerEvent<'stream-status'>[] = [];
    socket.on('stream-status', (status) => shown.push(status));
    socket.emit('join-stream', { sourceId });
    await vi.waitFor(() => expect(shown.at(-1)?.session?.status).toBe('STARTING'));

    node.report(sessionId, {
      ingest: publishing,
      relays: [live(destinationIds[0]!), { ...CONNECTING, destinationId: destinationIds[1]! }],
      events: [nodeEvent('relay.live', { destinationId: destinationIds[0]! })],
    });
    const { answer } = await node.snapshot();
    expect(answer.sessions).toContainEqual({ sessionId, version: 1 });
    expect(answer.storedEvents).toHaveLength(1);
    await vi.waitFor(() => expect(shown.at(-1)?.session?.status).toBe('LIVE'));
    const session = shown.at(-1)?.session;
    expect(session?.relays.map(({ status }) => status)).toEqual(['LIVE', 'CONNECTING']);
    expect(session?.ingest.status).toBe('publishing');
    expect(session?.events.map(({ kind }) => kind)).toEqual([
      'session.ordered',
      'relay.live',
      'session.live',
    ]);
    const versions = shown.map(({ session: seen }) => seen?.version ?? 0);
    expect(versions).toEqual([...versions].sort((a, b) => a - b));

    await user.call('endLive', { params: { sourceId } });
    expect(node.plan(sessionId)).toMatchObject({ order: 'ended', endReason: 'USER_ENDED', version: 2 });
    await vi.waitFor(() => expect(shown.at(-1)?.session?.status).toBe('ENDING'));
    node.report(sessionId, { endedReason: 'USER_ENDED', endedAt: Date.now() });
    expect((await node.snapshot()).answer.sessions.map((held) => held.sessionId)).not.toContain(sessionId);
    await vi.waitFor(() =>
      expect(shown.at(-1)).toMatchObject({ status: 'offline', session: { status: 'ENDED' } }),
    );
    socket.close();
  });
});
