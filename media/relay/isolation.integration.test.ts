import { expect, test, vi } from 'vitest';
import { MessageLog } from '../../build/kit/platforms/message-log.ts';
import { ScriptedPlatform } from '../../build/kit/platforms/scripted.ts';
import { isolationHistory } from './testing/isolation-history.ts';
import { TestEncoder, WatchedRelay } from './testing/rig.ts';

const PATIENT = { timeout: 15_000, interval: 20 };

isolationHistory({ runs: 8, timeout: 120_000 });

test.concurrent('a destination that takes nothing for ten seconds is given up and called again', async () => {
  using encoder = new TestEncoder({ frameBytes: 60_000 }).start();
  await using frozen = await ScriptedPlatform.start({ behaviour: { kind: 'freeze', afterBytes: 0 } });
  await using watched = new WatchedRelay({ feed: encoder.feed, address: frozen.address });
  await vi.waitFor(
    () => expect(watched.reports.map(({ reasonCode }) => reasonCode)).toContain('NO_PROGRESS'),
    {
      timeout: 25_000,
    },
  );
  await vi.waitFor(() => expect(frozen.connections).toBeGreaterThan(1), PATIENT);
  expect(watched.facts.framesDropped).toBeGreaterThanOrEqual(0);
  expect(watched.illegalSteps).toEqual([]);
}, 60_000);

test.concurrent('a platform that accepts and then hangs up is retried three times, then shown as an error', async () => {
  using encoder = new TestEncoder().start();
  await using rude = await ScriptedPlatform.start({ behaviour: { kind: 'close', afterMs: 200 } });
  await using watched = new WatchedRelay({ feed: encoder.feed, address: rude.address });
  await vi.waitFor(() => expect(watched.facts.status).toBe('ERROR'), { timeout: 20_000 });
  expect(watched.facts).toMatchObject({ reasonCode: 'CONNECTION_CLOSED', attempts: 4 });
  expect(watched.facts.nextRetryAt).toBeGreaterThan(Date.now() + 20_000);
  expect(watched.illegalSteps).toEqual([]);
}, 60_000);

test.concurrent('a resumed relay begins near 0 as an encoder does, with codec headers and a key frame', async () => {
  using encoder = new TestEncoder().start();
  const log = new MessageLog();
  await using platform = await ScriptedPlatform.start(log);
  platform.onPublish = () => {
    if (platform.streams.length === 1) setTimeout(() => platform.disconnectAll(), 500);
  };
  await using _watched = new WatchedRelay({ feed: encoder.feed, address: platform.address });
  await vi.waitFor(() => expect(log.of(1).length).toBeGreaterThan(30), PATIENT);
  const opening = log.of(1).slice(0, 4);
  expect(opening.map(({ kind }) => kind)).toEqual(['data', 'video', 'audio', 'video']);
  expect(opening[3]?.key).toBe(true);
  expect(log.of(0).at(-1)?.timestamp).toBeGreaterThan(200);
  expect(opening[3]?.timestamp).toBeLessThan(100);
}, 60_000);

test.concurrent('a platform that takes 60 % of the stream misses no sound, and gets pictures that can be decoded', async () => {
  using encoder = new TestEncoder({ frameBytes: 30_000 }).start();
  const [log, healthyLog] = [new MessageLog(), new MessageLog()];
  await using slow = await ScriptedPlatform.start({
    onMedia: log.onMedia,
    behaviour: { kind: 'slow', bytesPerSecond: 30_000 * 50 * 0.6 },
  });
  await using healthy = await ScriptedPlatform.start(healthyLog);
  await using watched = new WatchedRelay({ feed: encoder.feed, address: slow.address, mostLagMs: 1000 });
  await using other = new WatchedRelay({ feed: encoder.feed, address: healthy.address, mostLagMs: 1000 });
  await vi.waitFor(() => expect(watched.facts.framesDropped).toBeGreaterThan(60), PATIENT);
  expect(watched.reports.map(({ dropping }) => dropping)).toContain('video');
  expect(watched.facts.lagMs).toBeLessThan(3000);
  encoder.stop();
  slow.behaviour = { kind: 'good' };
  await vi.waitFor(() => expect(watched.facts.queuedBytes).toBe(0), PATIENT);
  const lastOf = (from: MessageLog) => from.messages.findLast(({ kind }) => kind === 'audio')?.timestamp;
  await vi.waitFor(() => expect(lastOf(log)).toBe((encoder.frames - 1) * 20), PATIENT);
  const frames = (kind: string) => log.messages.filter((one) => one.kind === kind && one.bytes !== 10);
  expect(frames('audio').filter(({ bytes }) => bytes === 20)).toHaveLength(encoder.frames);
  // Sound goes ahead, so the last pictures come after the last sound.
  await vi.waitFor(
    () => expect(frames('video').length + watched.facts.framesDropped).toBe(encoder.frames),
    PATIENT,
  );
  const pictures = frames('video');
  const broken = pictures.filter(
    ({ key, timestamp }, index) => !key && timestamp - (pictures[index - 1]?.timestamp ?? 0) !== 20,
  );
  expect(broken).toEqual([]);
  expect(other.facts.framesDropped).toBe(0);
  expect(healthyLog.messages.filter(({ kind, bytes }) => kind === 'video' && bytes === 30_000)).toHaveLength(
    encoder.frames,
  );
}, 60_000);
