import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import type { Behaviour } from '../../../build/kit/platforms/behaviour.ts';
import { MessageLog } from '../../../build/kit/platforms/message-log.ts';
import { ScriptedPlatform } from '../../../build/kit/platforms/scripted.ts';
import { TestEncoder, WatchedRelay } from './rig.ts';

const PATIENT = { timeout: 15_000, interval: 20 };

/** What can go wrong with one destination without the others noticing. */
const MISHAPS: Record<string, Behaviour> = {
  reset: { kind: 'reset', afterBytes: 0 },
  close: { kind: 'close', afterMs: 0 },
  'half-close': { kind: 'half-close', afterBytes: 0 },
  freeze: { kind: 'freeze', afterBytes: 0 },
  slow: { kind: 'slow', bytesPerSecond: 200_000 },
};
const kinds = [...Object.keys(MISHAPS), 'refuse'];

/**
 * The property "isolation", with random mishaps.
 * @param runs how many times; each takes a second
 */
export function isolationHistory({ runs, timeout }: { runs: number; timeout: number }): void {
  test.concurrent(
    'property 3, isolation: whatever befalls some destinations, the others keep sending without a gap',
    async () => {
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
          const pictures = () =>
            log.messages.filter(({ kind, bytes }) => kind === 'video' && bytes === 30_000);
          await vi.waitFor(() => expect(pictures()).toHaveLength(encoder.frames), PATIENT);
          expect(gaps(pictures().map(({ timestamp }) => timestamp))).toEqual([]);
          expect(steady.facts).toMatchObject({ attempts: 1, framesDropped: 0 });
        }),
        { numRuns: runs, endOnFailure: true },
      );
    },
    timeout,
  );
}

/** A platform that accepts a publish and misbehaves some time later. */
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
