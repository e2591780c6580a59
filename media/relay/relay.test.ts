import { relayFacts } from '@neustream/shared/live/facts.ts';
import { freePort } from '@neustream/shared/node/ports.ts';
import { describe, expect, test, vi } from 'vitest';
import { MessageLog } from '../../build/kit/platforms/message-log.ts';
import { ScriptedPlatform } from '../../build/kit/platforms/scripted.ts';
import { LOCAL_NETWORK, TestEncoder, WatchedRelay } from './testing/rig.ts';

const REFUSES = { kind: 'reject-publish', code: 'NetStream.Publish.BadName' } as const;
const QUICK = { timeout: 1800, interval: 10 };
const PATIENT = { timeout: 4500, interval: 10 };

describe('a relay', () => {
  test('goes live when the platform accepted and bytes flow, and unpublishes properly', async () => {
    const log = new MessageLog();
    await using platform = await ScriptedPlatform.start(log);
    using encoder = new TestEncoder().start();
    await using watched = new WatchedRelay({
      feed: encoder.feed,
      address: `${platform.address}?backup=1`,
      key: 'abc',
    });
    await vi.waitFor(() => expect(log.messages.length).toBeGreaterThan(20), QUICK);
    expect(platform.streams[0]).toMatchObject({ app: 'live?backup=1', key: 'abc' });
    expect(log.messages.find(({ kind }) => kind === 'data')).toBeDefined();
    expect(watched.facts).toMatchObject({ status: 'LIVE', reasonCode: null, attempts: 1, framesDropped: 0 });
    expect(watched.facts.bytesSent).toBeGreaterThan(1000);
    await watched.relay.close('PAUSED');
    expect(watched.facts).toMatchObject({ status: 'DISCONNECTED', reasonCode: 'PAUSED', nextRetryAt: null });
    await vi.waitFor(() => expect(platform.streams[0]?.unpublished).toBe(true), QUICK);
    expect(watched.statuses).toEqual(['CONNECTING', 'LIVE', 'DISCONNECTED']);
    expect(watched.illegalSteps).toEqual([]);
  });

  test('what the platform acknowledges is counted', async () => {
    await using platform = await ScriptedPlatform.start();
    using encoder = new TestEncoder({ frameBytes: 60_000 }).start();
    await using watched = new WatchedRelay({ feed: encoder.feed, address: platform.address });
    await vi.waitFor(() => expect(watched.facts.bytesAcked).toBeGreaterThan(250_000), QUICK);
    expect(watched.facts.bytesAcked).toBeLessThanOrEqual(watched.facts.bytesSent + 10_000);
  });

  test('reports a slow platform in facts that fit their contract, at any moment', async () => {
    await using platform = await ScriptedPlatform.start({
      behaviour: { kind: 'slow', bytesPerSecond: 400_000 },
    });
    using encoder = new TestEncoder({ frameBytes: 15_000 }).start();
    await using watched = new WatchedRelay({ feed: encoder.feed, address: platform.address });
    const mistakes: unknown[] = [];
    await vi.waitFor(() => {
      mistakes.push(...(relayFacts.safeParse(watched.facts).error?.issues ?? []));
      expect(watched.facts.lagMs).toBeGreaterThan(300);
    }, PATIENT);
    expect(mistakes).toEqual([]);
  });

  test('waits for the encoder before it calls the platform', async () => {
    await using platform = await ScriptedPlatform.start();
    using encoder = new TestEncoder();
    await using watched = new WatchedRelay({ feed: encoder.feed, address: platform.address });
    await vi.waitFor(() => expect(watched.facts.reasonCode).toBe('SOURCE_ABSENT'), QUICK);
    expect(platform.connections).toBe(0);
    encoder.start();
    await vi.waitFor(() => expect(watched.facts.status).toBe('LIVE'), QUICK);
  });

  test('keeps its connection while the encoder is away', async () => {
    const log = new MessageLog();
    await using platform = await ScriptedPlatform.start(log);
    using encoder = new TestEncoder().start();
    await using watched = new WatchedRelay({ feed: encoder.feed, address: platform.address });
    await vi.waitFor(() => expect(watched.facts.status).toBe('LIVE'), QUICK);
    encoder.stop();
    encoder.start();
    const before = log.messages.length;
    await vi.waitFor(() => expect(log.messages.length).toBeGreaterThan(before + 10), QUICK);
    expect(platform.connections).toBe(1);
    const pictures = log.messages.filter(({ kind }) => kind === 'video').map(({ timestamp }) => timestamp);
    expect(pictures).toEqual([...pictures].sort((a, b) => a - b));
  });

  test('a rejected key is an error at once, in the platform’s words, without the key and without a retry', async () => {
    await using platform = await ScriptedPlatform.start({ behaviour: REFUSES });
    using encoder = new TestEncoder().start();
    await using watched = new WatchedRelay({
      feed: encoder.feed,
      address: platform.address,
      key: 'live_canary',
    });
    await vi.waitFor(() => expect(watched.facts.status).toBe('ERROR'), QUICK);
    expect(watched.facts).toMatchObject({ reasonCode: 'KEY_REJECTED', nextRetryAt: null, attempts: 1 });
    expect(watched.facts.detail).toBe('NetStream.Publish.BadName: no place for ***');
    expect(JSON.stringify(watched.reports)).not.toContain('live_canary');
  });

  test('tries again after a rejected key when asked', async () => {
    await using platform = await ScriptedPlatform.start({ behaviour: REFUSES });
    using encoder = new TestEncoder().start();
    await using watched = new WatchedRelay({ feed: encoder.feed, address: platform.address });
    await vi.waitFor(() => expect(watched.facts.status).toBe('ERROR'), QUICK);
    platform.behaviour = { kind: 'good' };
    watched.relay.retryNow();
    await vi.waitFor(() => expect(watched.facts.status).toBe('LIVE'), QUICK);
    expect(watched.facts.attempts).toBe(2);
    expect(watched.illegalSteps).toEqual([]);
  });

  test('a key that was live in this session and is now refused is still in use', async () => {
    await using platform = await ScriptedPlatform.start({ behaviour: REFUSES });
    using encoder = new TestEncoder().start();
    await using watched = new WatchedRelay({ feed: encoder.feed, address: platform.address, wasLive: true });
    await vi.waitFor(() => expect(watched.facts.reasonCode).toBe('KEY_IN_USE'), QUICK);
    expect(watched.facts.status).toBe('CONNECTING');
    expect(watched.facts.nextRetryAt).not.toBeNull();
  });

  test.each([
    ['garbage instead of RTMP', 'HANDSHAKE_FAILED', { kind: 'garbage' }],
    ['a hang-up before the handshake', 'CONNECTION_CLOSED', { kind: 'hang-up', how: 'end' }],
  ] as const)('%s is told as %s', async (_name, reasonCode, behaviour) => {
    await using platform = await ScriptedPlatform.start({ behaviour });
    using encoder = new TestEncoder().start();
    await using watched = new WatchedRelay({ feed: encoder.feed, address: platform.address });
    await vi.waitFor(() => expect(watched.facts).toMatchObject({ status: 'CONNECTING', reasonCode }), QUICK);
    expect(watched.facts.nextRetryAt).not.toBeNull();
  });

  test.each([
    ['rtmp://127.0.0.1/live', 'ADDRESS_NOT_ALLOWED', { allowPrivate: false }],
    [
      'rtmp://internal.example/live',
      'ADDRESS_NOT_ALLOWED',
      { allowPrivate: false, lookup: async () => ['1.1.1.1', '10.0.0.8'] },
    ],
    ['rtmp://127.0.0.1:22/live', 'ADDRESS_NOT_ALLOWED', { allowPrivate: true }],
    ['rtmp://nowhere.example/live', 'DNS_FAILED', { allowPrivate: false, lookup: async () => [] }],
    ['https://example.com/live', 'ADDRESS_INVALID', { allowPrivate: true }],
  ])('%s ends as %s', async (address, reasonCode, rules) => {
    using encoder = new TestEncoder().start();
    await using watched = new WatchedRelay({
      feed: encoder.feed,
      address,
      network: { ...LOCAL_NETWORK, ...rules },
    });
    await vi.waitFor(() => expect(watched.facts.reasonCode).toBe(reasonCode), QUICK);
  });

  test('a name is resolved once and the checked address is the one that is called', async () => {
    await using platform = await ScriptedPlatform.start();
    using encoder = new TestEncoder().start();
    const lookup = vi.fn(async () => ['127.0.0.1']);
    const network = { ...LOCAL_NETWORK, lookup };
    const address = `rtmp://live.example:${platform.port}/live`;
    await using watched = new WatchedRelay({ feed: encoder.feed, address, network });
    await vi.waitFor(() => expect(watched.facts.status).toBe('LIVE'), QUICK);
    expect(lookup).toHaveBeenCalledTimes(1);
  });

  test('a name with one dead address goes live by the other', async () => {
    await using platform = await ScriptedPlatform.start();
    using encoder = new TestEncoder().start();
    const network = { ...LOCAL_NETWORK, lookup: async () => ['127.0.0.9', '127.0.0.1'] };
    const address = `rtmp://live.example:${platform.port}/live`;
    await using watched = new WatchedRelay({ feed: encoder.feed, address, network });
    await vi.waitFor(() => expect(watched.facts.status).toBe('LIVE'), QUICK);
  });

  test('a server that comes back while we retry is found within a second', async () => {
    const port = await freePort();
    using encoder = new TestEncoder().start();
    await using watched = new WatchedRelay({ feed: encoder.feed, address: `rtmp://127.0.0.1:${port}/live` });
    await vi.waitFor(() => expect(watched.facts.reasonCode).toBe('CONNECTION_REFUSED'), QUICK);
    const back = Date.now();
    await using _platform = await ScriptedPlatform.start({ port });
    await vi.waitFor(() => expect(watched.facts.status).toBe('LIVE'), QUICK);
    expect(Date.now() - back).toBeLessThan(1500);
  });

  test('closes at once while it waits for its next try', async () => {
    using encoder = new TestEncoder().start();
    const watched = new WatchedRelay({
      feed: encoder.feed,
      address: `rtmp://127.0.0.1:${await freePort()}/live`,
    });
    await vi.waitFor(() => expect(watched.facts.nextRetryAt).not.toBeNull(), QUICK);
    await watched.relay.close('REMOVED');
    expect(watched.facts).toMatchObject({ status: 'DISCONNECTED', reasonCode: 'REMOVED' });
  });

  test('may be closed from within its own report', async () => {
    using encoder = new TestEncoder().start();
    const address = `rtmp://127.0.0.1:${await freePort()}/live`;
    const closed = Promise.withResolvers<void>();
    const watched: WatchedRelay = new WatchedRelay({
      feed: encoder.feed,
      address,
      onChange: ({ reasonCode }) => {
        if (reasonCode === 'CONNECTION_REFUSED') void watched.relay.close('REMOVED').then(closed.resolve);
      },
    });
    await closed.promise;
    expect(watched.facts.status).toBe('DISCONNECTED');
  });
});
