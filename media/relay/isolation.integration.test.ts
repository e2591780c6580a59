import type { Socket } from 'node:net';
import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { TestPlatform } from './testing/platform.ts';
import { TestEncoder, WatchedRelay } from './testing/rig.ts';

const PATIENT = { timeout: 15_000, interval: 20 };

/** What can go wrong with one destination while the others must not notice. */
const MISHAPS: Record<string, (socket: Socket) => void> = {
  reset: (socket) => socket.resetAndDestroy(),
  close: (socket) => socket.destroy(),
  'half-close': (socket) => socket.end(),
  freeze: (socket) => socket.pause(),
  slow: (socket) => {
    socket.pause();
    const timer = setInterval(() => socket.read(10_000), 50);
    socket.once('close', () => clearInterval(timer));
  },
};
const kinds = [...Object.keys(MISHAPS), 'refuse'];

test('property 3, isolation: whatever befalls some destinations, the others keep sending without a gap', async () => {
  const plan = fc.array(fc.record({ kind: fc.constantFrom(...kinds), afterMs: fc.nat(300) }), {
    minLength: 1,
    maxLength: 5,
  });
  await fc.assert(
    fc.asyncProperty(plan, async (mishaps) => {
      using encoder = new TestEncoder({ frameBytes: 30_000 }).start();
      await using stack = new AsyncDisposableStack();
      const healthy = stack.use(await TestPlatform.start());
      const steady = stack.use(new WatchedRelay({ feed: encoder.feed, address: healthy.address }));
      for (const { kind, afterMs } of mishaps) {
        const unlucky = stack.use(await unluckyPlatform(kind, afterMs));
        stack.use(new WatchedRelay({ feed: encoder.feed, address: unlucky.address }));
      }
      await vi.waitFor(() => expect(encoder.frames).toBeGreaterThan(40), PATIENT);
      encoder.stop();
      await vi.waitFor(() => expect(steady.facts.queuedBytes).toBe(0), PATIENT);
      const pictures = () =>
        healthy.received.filter(({ kind, bytes }) => kind === 'video' && bytes === 30_000);
      await vi.waitFor(() => expect(pictures()).toHaveLength(encoder.frames), PATIENT);
      expect(gaps(pictures().map(({ timestamp }) => timestamp))).toEqual([]);
      expect(steady.facts).toMatchObject({ attempts: 1, framesDropped: 0 });
    }),
    { numRuns: 8, endOnFailure: true },
  );
}, 120_000);

async function unluckyPlatform(kind: string, afterMs: number): Promise<TestPlatform> {
  if (kind === 'refuse') {
    return TestPlatform.start({
      onConnection: (socket) => {
        socket.resetAndDestroy();
        return true;
      },
    });
  }
  return TestPlatform.start({
    onPublished: ({ socket }) => {
      const timer = setTimeout(() => MISHAPS[kind]?.(socket), afterMs);
      socket.once('close', () => clearTimeout(timer));
    },
  });
}

function gaps(timestamps: readonly number[]): number[] {
  return timestamps.filter(
    (timestamp, index) => index > 0 && timestamp - (timestamps[index - 1] ?? 0) !== 20,
  );
}

test('a destination that takes nothing for ten seconds is given up and called again', async () => {
  using encoder = new TestEncoder({ frameBytes: 60_000 }).start();
  await using frozen = await TestPlatform.start({ onPublished: ({ socket }) => socket.pause() });
  await using watched = new WatchedRelay({ feed: encoder.feed, address: frozen.address });
  await vi.waitFor(
    () => expect(watched.reports.map(({ reasonCode }) => reasonCode)).toContain('NO_PROGRESS'),
    {
      timeout: 25_000,
    },
  );
  await vi.waitFor(() => expect(frozen.connections.length).toBeGreaterThan(1), PATIENT);
  expect(watched.facts.framesDropped).toBeGreaterThanOrEqual(0);
  expect(watched.illegalSteps).toEqual([]);
}, 60_000);

test('a platform that accepts and then hangs up is retried three times, then shown as an error', async () => {
  using encoder = new TestEncoder().start();
  await using rude = await TestPlatform.start({
    onPublished: ({ socket }) => setTimeout(() => socket.destroy(), 200),
  });
  await using watched = new WatchedRelay({ feed: encoder.feed, address: rude.address });
  await vi.waitFor(() => expect(watched.facts.status).toBe('ERROR'), { timeout: 20_000 });
  expect(watched.facts).toMatchObject({ reasonCode: 'CONNECTION_CLOSED', attempts: 4 });
  expect(watched.facts.nextRetryAt).toBeGreaterThan(Date.now() + 20_000);
  expect(watched.illegalSteps).toEqual([]);
}, 60_000);

test('a resumed relay begins with codec headers and a key frame, and its timestamps go on', async () => {
  using encoder = new TestEncoder().start();
  let cut = false;
  await using platform = await TestPlatform.start({
    onPublished: ({ socket }) => {
      if (!cut) setTimeout(() => socket.resetAndDestroy(), 500);
      cut = true;
    },
  });
  await using _watched = new WatchedRelay({ feed: encoder.feed, address: platform.address });
  await vi.waitFor(() => expect(platform.connections[1]?.received.length).toBeGreaterThan(30), PATIENT);
  const [first, second] = platform.connections;
  const opening = second?.received.slice(0, 4) ?? [];
  expect(opening.map(({ kind }) => kind)).toEqual(['data', 'video', 'audio', 'video']);
  expect(opening[3]?.key).toBe(true);
  expect(opening[3]?.timestamp).toBeGreaterThan(first?.received.at(-1)?.timestamp ?? 0);
}, 60_000);
