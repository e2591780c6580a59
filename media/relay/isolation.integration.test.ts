import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import type { Behaviour } from '../../build/kit/platforms/behaviour.ts';
import { MessageLog } from '../../build/kit/platforms/message-log.ts';
import { ScriptedPlatform } from '../../build/kit/platforms/scripted.ts';
import { TestEncoder, WatchedRelay } from './testing/rig.ts';

const PATIENT = { timeout: 15_000, interval: 20 };

/** What can go wrong with one destination while the others must not notice. */
const MISHAPS: Record<string, Behaviour> = {
  reset: { kind: 'reset', afterBytes: 0 },
  close: { kind: 'close', afterMs: 0 },
  'half-close': { kind: 'half-close', afterBytes: 0 },
  freeze: { kind: 'freeze', afterBytes: 0 },
  slow: { kind: 'slow', bytesPerSecond: 200_000 },
};
const kinds = [...Object.keys(MISHAPS), 'refuse'];

test.concurrent('property 3, isolation: whatever befalls some destinations, the others keep sending without a gap', async () => {
  const plan = fc.array(fc.record({ kind: fc.constantFrom(...kinds), afterMs: fc.nat(300) }), {
    minLength: 1,
    maxLength: 5,
  });
  await fc.assert(
    fc.asyncProperty(plan, async (mishaps) => {
      using encoder = new TestEncoder({ frameBytes: 30_000 }).start();
      await using stack = new AsyncDisposableStack();
      const log = new MessageLog();
      const healthy = stack.use(await ScriptedPlatform.start(log));
      const steady = stack.use(new WatchedRelay({ feed: encoder.feed, address: healthy.address }));
      for (const { kind, afterMs } of mishaps) {
        const unlucky = stack.use(await unluckyPlatform(kind, afterMs));
        stack.use(new WatchedRelay({ feed: encoder.feed, address: unlucky.address }));
      }
      await vi.waitFor(() => expect(encoder.frames).toBeGreaterThan(40), PATIENT);
      encoder.stop();
      await vi.waitFor(() => expect(steady.facts.queuedBytes).toBe(0), PATIENT);
      const pictures = () => log.messages.filter(({ kind, bytes }) => kind === 'video' && bytes === 30_000);
      await vi.waitFor(() => expect(pictures()).toHaveLength(encoder.frames), PATIENT);
      expect(gaps(pictures().map(({ timestamp }) => timestamp))).toEqual([]);
      expect(steady.facts).toMatchObject({ attempts: 1, framesDropped: 0 });
    }),
    { numRuns: 8, endOnFailure: true },
  );
}, 120_000);

/** A platform that takes a publish and misbehaves some time after. */
async function unluckyPlatform(kind: string, afterMs: number): Promise<ScriptedPlatform> {
  if (kind === 'refuse') return ScriptedPlatform.start({ behaviour: { kind: 'hang-up', how: 'reset' } });
  if (kind === 'close') return ScriptedPlatform.start({ behaviour: { kind, afterMs } });
  const platform = await ScriptedPlatform.start();
  platform.onPublish = () => {
    setTimeout(() => {
      platform.behaviour = MISHAPS[kind] ?? { kind: 'good' };
    }, afterMs);
  };
  return platform;
}

function gaps(timestamps: readonly number[]): number[] {
  return timestamps.filter(
    (timestamp, index) => index > 0 && timestamp - (timestamps[index - 1] ?? 0) !== 20,
  );
}

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

test.concurrent('a resumed relay begins with codec headers and a key frame, and its timestamps go on', async () => {
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
  expect(opening[3]?.timestamp).toBeGreaterThan(log.of(0).at(-1)?.timestamp ?? 0);
}, 60_000);
