import { once } from 'node:events';
import type {
  ConnectionTestAnswer,
  ConnectionTestRequestWire,
} from '@neustream/shared/contracts/connection-test.ts';
import { RELAY_REASONS } from '@neustream/shared/live/relay.ts';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { FakeNode } from '../testing/fake-node.ts';
import { TestClient } from '../testing/test-client.ts';
import { startTestServer, type TestServer } from '../testing/test-server.ts';

const PASSED: ConnectionTestAnswer = {
  outcome: 'tested',
  keyTried: false,
  passed: [
    { step: 'dial', durationMs: 12 },
    { step: 'handshake', durationMs: 3 },
  ],
  failed: null,
};

let test: TestServer;
let node: FakeNode;
let user: TestClient;
let asked: ConnectionTestRequestWire[];

beforeAll(async () => {
  test = await startTestServer();
  node = await test.startNode();
  user = await TestClient.register(test.url);
});
afterAll(() => test[Symbol.asyncDispose]());

beforeEach(async () => {
  asked = [];
  await node.snapshot();
  answer(PASSED);
});

function answer(given: ConnectionTestAnswer): void {
  node.answerTests(async (request) => {
    asked.push(request);
    return given;
  });
}

async function save(platform: string, rtmp_url: string, stream_key = 'canary-key') {
  const { source } = await user.call('createSource', { body: { name: 'Main' } });
  const body = { platform, name: 'Mine', stream_key, rtmp_url };
  const { destination } = await user.call('createDestination', { params: { id: source.id }, body });
  return { id: destination.id, sourceId: source.id };
}

const custom = () => save('custom', 'rtmp://127.0.0.1:1999/live');

it('has a media node test a destination with its login, and tells each step with its time', async () => {
  const { id } = await custom();
  const login = { username: 'me', password: 'canary-login' };
  await user.call('updateDestination', { params: { id }, body: login });
  expect(await user.call('testDestination', { params: { id } })).toEqual({
    ok: true,
    key_tried: false,
    steps: [
      { step: 'dial', ok: true, duration_ms: 12 },
      { step: 'handshake', ok: true, duration_ms: 3 },
    ],
    reason_code: null,
    fault: null,
    message: null,
    action: null,
    detail: null,
  });
  expect(asked).toEqual([
    { destinationId: id, address: 'rtmp://127.0.0.1:1999/live', streamKey: null, ...login },
  ]);
  expect(test.logged()).not.toContain(login.password);
});

it('tells where it failed and why, in the words of a relay', async () => {
  const { id } = await custom();
  const failed = { step: 'connect', durationMs: 4, reasonCode: 'CONNECT_REJECTED', detail: 'no' } as const;
  answer({ ...PASSED, failed });
  const { message, action } = RELAY_REASONS.CONNECT_REJECTED;
  const result = await user.call('testDestination', { params: { id } });
  expect(result).toMatchObject({
    ok: false,
    reason_code: 'CONNECT_REJECTED',
    fault: 'user',
    message,
    action,
  });
  expect(result.steps.at(-1)).toEqual({ step: 'connect', ok: false, duration_ms: 4 });
});

it('hands the key out only to the platform that can check it without going live, and logs it nowhere', async () => {
  const at = async (platform: string, address: string) => {
    const { id } = await save(platform, address, 'live_canary');
    await user.call('testDestination', { params: { id } });
    return asked.at(-1)?.streamKey;
  };
  const twitch = 'rtmps://ingest.global-contribute.live-video.net/app';
  expect(await at('twitch', twitch)).toBe('live_canary?bandwidthtest=true');
  expect(await at('twitch', 'rtmp://127.0.0.1:1999/app')).toBeNull();
  expect(await at('youtube', 'rtmps://a.rtmps.youtube.com:443/live2')).toBeNull();
  expect(test.logged()).not.toContain('live_canary');
});

it('does not test what a session sends to, and tells how that goes', async () => {
  const { id, sourceId } = await custom();
  const { session } = await user.call('goLive', { params: { sourceId }, body: {} });
  const { status, body } = await user.try('testDestination', { params: { id } });
  expect([status, body.code]).toEqual([409, 'DESTINATION_LIVE']);
  const state = { status: 'CONNECTING', reason_code: 'SOURCE_ABSENT' };
  expect(body.details).toEqual({ session_id: session.id, ...state });
  expect(asked).toEqual([]);
  await user.call('pauseRelay', { params: { id: session.id, destinationId: id } });
  expect((await user.call('testDestination', { params: { id } })).ok).toBe(true);
});

it('tells of the session that began while the node was asked', async () => {
  const { id, sourceId } = await custom();
  let session_id = '';
  node.answerTests(async () => {
    session_id = (await user.call('goLive', { params: { sourceId }, body: {} })).session.id;
    return { outcome: 'sending' };
  });
  const { status, body } = await user.try('testDestination', { params: { id } });
  expect([status, body.code]).toEqual([409, 'DESTINATION_LIVE']);
  expect(body.details).toMatchObject({ session_id });
});

it('does one test at a time for a user, and lets the next begin when they gave up on one', async () => {
  const { id } = await custom();
  const begun = Promise.withResolvers<void>();
  const release = Promise.withResolvers<ConnectionTestAnswer>();
  node.answerTests(() => {
    begun.resolve();
    return release.promise;
  });
  const first = user.try('testDestination', { params: { id } });
  await begun.promise;
  const second = await user.try('testDestination', { params: { id } });
  expect([second.status, second.body.code]).toEqual([409, 'TEST_UNDER_WAY']);
  const another = await TestClient.register(test.url);
  expect((await another.try('testDestination', { params: { id } })).status).toBe(404);
  release.resolve(PASSED);
  expect((await first).status).toBe(200);
  expect((await user.try('testDestination', { params: { id } })).status).toBe(200);
});

it('has the node stop a test that nobody waits for', async () => {
  const { id } = await custom();
  const hungUp = Promise.withResolvers<void>();
  const begun = Promise.withResolvers<void>();
  node.answerTests(async (_request, signal) => {
    begun.resolve();
    await once(signal, 'abort');
    hungUp.resolve();
    return PASSED;
  });
  const gone = new AbortController();
  const call = fetch(`${test.url}/api/sources/destinations/${id}/test`, {
    method: 'POST',
    headers: { authorization: `Bearer ${user.token}` },
    signal: gone.signal,
  });
  await begun.promise;
  gone.abort();
  await expect(call).rejects.toThrow();
  await hungUp.promise;
});

it('says when no node can test', async () => {
  const { id } = await custom();
  answer({ outcome: 'busy' });
  const busy = await user.try('testDestination', { params: { id } });
  expect([busy.status, busy.body.code, busy.headers.get('retry-after')]).toEqual([503, 'TESTS_BUSY', '5']);
  node.refuse(true);
  const away = await user.try('testDestination', { params: { id } });
  node.refuse(false);
  expect([away.status, away.body.code]).toEqual([503, 'NO_MEDIA_NODE']);
});

it('lets a user test ten times a minute', async () => {
  await using strict = await startTestServer({ RATE_LIMIT_FACTOR: '1' });
  const owner = await TestClient.register(strict.url);
  const id = '01890000-0000-7000-8000-000000000000';
  const statuses: number[] = [];
  for (let call = 0; call < 11; call += 1) {
    statuses.push((await owner.try('testDestination', { params: { id } })).status);
  }
  expect(statuses).toEqual([...Array(10).fill(404), 429]);
});
