import { describe, expect, test, vi } from 'vitest';
import { MessageLog } from '../../build/kit/platforms/message-log.ts';
import { ScriptedPlatform } from '../../build/kit/platforms/scripted.ts';
import { Feed } from './feed/feed.ts';
import { send } from './testing/destination.ts';
import { AAC_HEADER, AVC_HEADER, audio, keyFrame, opening, video } from './testing/media.ts';
import { TestEncoder, WatchedRelay } from './testing/rig.ts';

const QUICK = { timeout: 4500, interval: 10 };

async function liveRelay(platform: ScriptedPlatform) {
  const encoder = new TestEncoder().start();
  const watched = new WatchedRelay({ feed: encoder.feed, address: platform.address });
  await vi.waitFor(() => expect(watched.facts.status).toBe('LIVE'), QUICK);
  return {
    watched,
    async [Symbol.asyncDispose]() {
      await watched.relay.close('SESSION_ENDED');
      encoder.stop();
    },
  };
}

describe('a relay whose server asks it to reconnect', { concurrent: true }, () => {
  test('publishes on a new connection, after it has unpublished on the old one, and counts no failure', async () => {
    const log = new MessageLog();
    await using platform = await ScriptedPlatform.start(log);
    await using live = await liveRelay(platform);
    const most: number[] = [];
    platform.onPublish = () => most.push(platform.current.length);
    platform.requestReconnect();
    await vi.waitFor(() => expect(platform.streams).toHaveLength(2), QUICK);
    await vi.waitFor(() => expect(live.watched.facts.status).toBe('LIVE'), QUICK);
    expect(most).toEqual([1]);
    expect(platform.streams[0]?.unpublished).toBe(true);
    expect(platform.streams[1]).toMatchObject({ beganWithKeyFrame: true, endedAt: null });
    expect(live.watched.facts).toMatchObject({ attempts: 2, reasonCode: null });
    const between = live.watched.reports.find(({ reasonCode }) => reasonCode === 'RECONNECT_REQUESTED');
    expect(between).toMatchObject({ status: 'CONNECTING', nextRetryAt: null });
    expect(live.watched.illegalSteps).toEqual([]);
    const pictures = log.messages.filter(({ kind }) => kind === 'video').map(({ timestamp }) => timestamp);
    expect(new Set(steps([...new Set(pictures)].sort((a, b) => a - b)))).toEqual(new Set([20]));
  });

  test.each([
    ['an address', (to: ScriptedPlatform) => `${to.address}/elsewhere`],
    ['a relative address', () => '/live/elsewhere'],
  ])('at %s goes there', async (_what, tcUrl) => {
    await using platform = await ScriptedPlatform.start();
    await using other = await ScriptedPlatform.start();
    await using live = await liveRelay(platform);
    platform.requestReconnect(tcUrl(other));
    const at = () => [...platform.current, ...other.current].map(({ app }) => app);
    await vi.waitFor(() => expect(at()).toEqual(['live/elsewhere']), QUICK);
    await vi.waitFor(() => expect(live.watched.facts.status).toBe('LIVE'), QUICK);
  });

  test('at an address that may not be used stays where it is', async () => {
    await using platform = await ScriptedPlatform.start();
    await using live = await liveRelay(platform);
    platform.requestReconnect('rtmp://127.0.0.1:22/live');
    const { bytesSent } = live.watched.facts;
    await vi.waitFor(() => expect(live.watched.facts.bytesSent).toBeGreaterThan(bytesSent + 20_000), QUICK);
    expect(live.watched.facts).toMatchObject({ status: 'LIVE', attempts: 1 });
  });

  test('and hangs up before the new connection is there counts no failure either', async () => {
    await using platform = await ScriptedPlatform.start();
    await using live = await liveRelay(platform);
    platform.behaviour = { kind: 'silent' };
    platform.requestReconnect();
    await vi.waitFor(() => expect(platform.connections).toBe(2), QUICK);
    platform.behaviour = { kind: 'good' };
    platform.disconnectAll();
    await vi.waitFor(() => expect(platform.streams).toHaveLength(2), QUICK);
    const reasons = live.watched.reports.map(({ reasonCode }) => reasonCode).filter(Boolean);
    expect(new Set(reasons)).toEqual(new Set(['RECONNECT_REQUESTED']));
  });

  test('says in connect that it can', async () => {
    await using platform = await ScriptedPlatform.start();
    await using _live = await liveRelay(platform);
    expect(Number(platform.connects[0]?.parameters.capsEx) & 1).toBe(1);
  });

  test('leaves nothing open when it is closed meanwhile', async () => {
    await using platform = await ScriptedPlatform.start();
    await using live = await liveRelay(platform);
    platform.behaviour = { kind: 'silent' };
    platform.requestReconnect();
    await vi.waitFor(() => expect(platform.connections).toBe(2), QUICK);
    await live.watched.relay.close('PAUSED');
    await vi.waitFor(() => expect(platform.open).toBe(0), QUICK);
    expect(platform.streams).toMatchObject([{ unpublished: true }]);
  });
});

test('a server that asks to reconnect without end is tried at growing intervals', async () => {
  await using platform = await ScriptedPlatform.start();
  platform.onPublish = () => setImmediate(() => platform.requestReconnect());
  using encoder = new TestEncoder().start();
  await using watched = new WatchedRelay({ feed: encoder.feed, address: platform.address });
  await vi.waitFor(() => expect(watched.facts.nextRetryAt).not.toBeNull(), QUICK);
  expect(watched.facts).toMatchObject({
    status: 'CONNECTING',
    reasonCode: 'RECONNECT_REQUESTED',
    attempts: 4,
  });
});

test('an encoder that comes back with another picture is published anew at once, and nothing has failed', async () => {
  const log = new MessageLog();
  await using platform = await ScriptedPlatform.start(log);
  using encoder = new TestEncoder().start();
  await using watched = new WatchedRelay({ feed: encoder.feed, address: platform.address });
  await vi.waitFor(() => expect(watched.facts.status).toBe('LIVE'), QUICK);
  const most: number[] = [];
  platform.onPublish = () => most.push(platform.current.length);
  encoder.stop();
  encoder.start([video(0, Buffer.concat([AVC_HEADER, Buffer.from([1])])), audio(0, AAC_HEADER)]);
  await vi.waitFor(() => expect(platform.streams).toHaveLength(2), QUICK);
  await vi.waitFor(() => expect(watched.facts.status).toBe('LIVE'), QUICK);
  expect(most).toEqual([1]);
  expect(platform.streams).toMatchObject([{ unpublished: true }, { beganWithKeyFrame: true, endedAt: null }]);
  const between = watched.reports.find(({ reasonCode }) => reasonCode === 'FORMAT_CHANGED');
  expect(between).toMatchObject({ status: 'CONNECTING', nextRetryAt: null });
  expect(watched.statuses).toEqual(['CONNECTING', 'LIVE', 'CONNECTING', 'LIVE']);
});

test('a server that still holds the publish that was just left is not said to refuse the key', async () => {
  await using platform = await ScriptedPlatform.start();
  const feed = new Feed({ clock: () => 0 });
  feed.beginInput();
  send(feed, ...opening(), video(0, keyFrame()));
  await using watched = new WatchedRelay({ feed, address: platform.address });
  await vi.waitFor(() => expect(platform.streams).toHaveLength(1), QUICK);
  platform.behaviour = { kind: 'reject-publish', code: 'NetStream.Publish.BadName' };
  send(feed, video(20, Buffer.concat([AVC_HEADER, Buffer.from([1])])), video(20, keyFrame()));
  await vi.waitFor(() => expect(watched.facts.reasonCode).toBe('KEY_IN_USE'), QUICK);
  expect(watched.statuses).toEqual(['CONNECTING']);
});

function steps(timestamps: readonly number[]): number[] {
  return timestamps.slice(1).map((timestamp, index) => timestamp - (timestamps[index] ?? 0));
}
