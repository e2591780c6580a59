import { createHash } from 'node:crypto';
import type { NodeSession } from '@neustream/shared/contracts/media-control.ts';
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
  destinationId,
  status: 'LIVE' as const,
  liveSince,
  attempts: 1,
  bytesSent: 1000,
});

const ended = () => ({ endedReason: 'USER_ENDED' as const, endedAt: Date.now() });

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
    expect(plan?.destinations.map(({ id, streamKey, desired }) => [id, streamKey, desired])).toEqual([
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
    expect(node.plan(sessionId)).toMatchObject({ desired: 'ended', endReason: 'USER_ENDED', version: 2 });
    await vi.waitFor(() => expect(shown.at(-1)?.session?.status).toBe('ENDING'));
    node.report(sessionId, { endedReason: 'USER_ENDED', endedAt: Date.now() });
    expect((await node.snapshot()).answer.sessions.map((held) => held.sessionId)).not.toContain(sessionId);
    await vi.waitFor(() =>
      expect(shown.at(-1)).toMatchObject({ status: 'offline', session: { status: 'ENDED' } }),
    );
    socket.close();
  });
});

describe('while live', () => {
  it('one destination is retried, paused, resumed, changed and removed without touching the other', async () => {
    const { user, sessionId, destinationIds } = await goLive();
    const [one = '', other = ''] = destinationIds;
    const untouched = node.plan(sessionId)?.destinations.find(({ id }) => id === other);
    const params = { id: sessionId, destinationId: one };
    const planned = () => node.plan(sessionId)?.destinations.find(({ id }) => id === one);

    await user.call('retryRelay', { params });
    await vi.waitFor(() => expect(planned()).toMatchObject({ retryRequests: 1, desired: 'send' }));
    expect((await user.call('pauseRelay', { params })).relays[0]).toMatchObject({ paused: true });
    await vi.waitFor(() => expect(planned()?.desired).toBe('pause'));
    await user.call('resumeRelay', { params });
    await vi.waitFor(() => expect(planned()?.desired).toBe('send'));
    await user.call('updateDestination', { params: { id: one }, body: { stream_key: 'canary-key-new' } });
    await vi.waitFor(() => expect(planned()?.streamKey).toBe('canary-key-new'));
    const login = { username: 'me', password: 'canary-login' };
    const body = { ...login, audio_track: 1 };
    await user.call('updateDestination', { params: { id: one }, body });
    await vi.waitFor(() => expect(planned()).toMatchObject({ ...login, audioTrack: 1 }));
    expect((await user.call('removeRelay', { params })).relays).toHaveLength(1);
    await vi.waitFor(() => expect(planned()).toBeUndefined());
    await user.call('addRelay', { params });
    await vi.waitFor(() => expect(planned()?.desired).toBe('send'));
    await user.call('deleteDestination', { params: { id: one } });
    await vi.waitFor(() => expect(planned()).toBeUndefined());
    expect(node.plan(sessionId)?.destinations).toEqual([untouched]);
  });

  it('the timeline tells once that the studio lowered its quality, and that it has it back', async () => {
    const { user, sessionId } = await goLive(1);
    const note = (limit: 'uplink' | null, bitrate: number) =>
      user.call('noteEncoderLimit', { params: { id: sessionId }, body: { limit, bitrate, frame_rate: 30 } });
    // There is nothing to be back from.
    await note(null, 2_500_000);
    await note('uplink', 900_000);
    await note('uplink', 700_000);
    await note(null, 2_500_000);
    const { events } = await user.call('getSession', { params: { id: sessionId } });
    expect(events.slice(1).map(({ kind, hop, data }) => [kind, hop, data])).toEqual([
      ['encoder.limited', 'encoder', { limit: 'uplink', bitrate: 900_000, frame_rate: 30 }],
      ['encoder.recovered', 'encoder', { limit: null, bitrate: 2_500_000, frame_rate: 30 }],
    ]);
  });

  it('a new destination joins at once', async () => {
    const { user, sourceId, sessionId } = await goLive(1);
    const body = { platform: 'youtube', name: 'YouTube', stream_key: 'canary-key-yt' };
    const added = await user.call('createDestination', { params: { id: sourceId }, body });
    expect(added).toMatchObject({ joined_session: true, destination: { stream_key_set: true } });
    expect(JSON.stringify(added)).not.toContain('canary');
    await vi.waitFor(() => expect(node.plan(sessionId)?.destinations).toHaveLength(2));
  });
});

describe('totals', () => {
  it('go on over a restarted media node and a destination that comes back, on screens and in the report', async () => {
    const { user, sessionId, sourceId, destinationIds } = await goLive(1);
    const [id = ''] = destinationIds;
    const counts = (sent: number) => ({
      bytesSent: sent,
      bytesAcked: sent - 100,
      framesDropped: Math.floor(sent / 1000),
    });
    const reported = async (sent: number, change: Partial<NodeSession> = {}) => {
      const ingest = { ...publishing, bytesReceived: sent + 1 };
      node.report(sessionId, { ingest, relays: [{ ...live(id), ...counts(sent) }], ...change });
      await node.snapshot();
      const { ingest: encoder, relays } = await user.call('getSession', { params: { id: sessionId } });
      return [encoder.bytes_received, relays[0]?.bytes_sent, relays[0]?.frames_dropped];
    };
    expect(await reported(5_000)).toEqual([5_001, 5_000, 5]);
    expect(await reported(6_000)).toEqual([6_001, 6_000, 6]);
    node.restart();
    expect(await reported(2_000)).toEqual([8_002, 8_000, 8]);
    const params = { id: sessionId, destinationId: id };
    await user.call('removeRelay', { params });
    expect(await reported(3_000, { relays: [] })).toEqual([9_002, undefined, undefined]);
    await user.call('addRelay', { params });
    expect(await reported(1_000, { ingest: { ...publishing, bytesReceived: 4_001 } })).toEqual([
      9_002 + 1_000,
      9_000,
      9,
    ]);

    await user.call('endLive', { params: { sourceId } });
    node.report(sessionId, { ...ended(), ingest: publishing, relays: [{ ...live(id), ...counts(1_500) }] });
    await node.snapshot();
    const { destinations } = await user.call('sessionReport', { params: { id: sessionId } });
    expect(destinations).toMatchObject([{ bytes_sent: 9_500, bytes_acked: 9_200, frames_dropped: 9 }]);
  });

  it('of a session that its node forgot are the last that were heard', async () => {
    const { user, sessionId, sourceId, destinationIds } = await goLive(1);
    const [id = ''] = destinationIds;
    for (const bytesSent of [1_000, 2_000]) {
      node.report(sessionId, { ingest: publishing, relays: [{ ...live(id, 1), bytesSent }] });
      await node.snapshot();
    }
    await user.call('endLive', { params: { sourceId } });
    node.report(sessionId, undefined);
    await node.snapshot();
    const view = await user.call('getSession', { params: { id: sessionId } });
    expect(view).toMatchObject({ status: 'ENDED', relays: [{ bytes_sent: 2_000, status: 'DISCONNECTED' }] });
  });
});

describe('afterwards', () => {
  it('the report says what happened and whose fault it was, and past sessions come in pages', async () => {
    const { user, sourceId, sessionId, destinationIds } = await goLive(1);
    const [id = ''] = destinationIds;
    const begun = Date.now() - 10_000;
    const data = { reasonCode: 'CONNECTION_RESET' };
    await test.server
      .db('stream_sessions')
      .where({ id: sessionId })
      .update({ started_at: new Date(begun) });
    const ended = { endedReason: 'USER_ENDED' as const, endedAt: begun + 10_000 };
    node.report(sessionId, {
      ...ended,
      relays: [{ ...live(id, begun), bytesSent: 9_000, bytesAcked: 8_000 }],
      events: [
        nodeEvent('relay.live', { destinationId: id, at: begun }),
        nodeEvent('relay.failed', { destinationId: id, at: begun + 4_000, hop: 'destination', data }),
        nodeEvent('relay.live', { destinationId: id, at: begun + 6_000 }),
      ],
    });
    await node.snapshot();
    const report = await user.call('sessionReport', { params: { id: sessionId } });
    expect(report.session).toMatchObject({ status: 'ENDED', duration_seconds: 10, interruptions: 1 });
    expect(report.incidents).toMatchObject([{ destination_id: id, fault: 'destination', seconds: 2 }]);
    expect(report.destinations).toMatchObject([
      { live_seconds: 8, availability: 0.8, bytes_sent: 9_000, bytes_acked: 8_000, interruptions: 1 },
    ]);
    const { session } = await user.call('goLive', { params: { sourceId }, body: {} });
    const first = await user.call('listSessions', { query: { limit: 1 } });
    expect(first.sessions.map((summary) => summary.id)).toEqual([session.id]);
    const second = await user.call('listSessions', { query: { limit: 1, cursor: first.next_cursor ?? '' } });
    expect(second.sessions.map((summary) => summary.id)).toEqual([sessionId]);
    expect(second.next_cursor).toBeNull();
  });
});
