import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Orders, Steering } from './steering.ts';

const WISHED = { bitrate: 2_500_000, frameRate: 30 };
const STEP_MS = 500;

/** An uplink of so many bits per second, and an encoder that does as it is told. */
class Line {
  #waiting = 0;
  now = 0;

  pass(orders: Orders, uplink: number) {
    this.now += STEP_MS;
    const made = (orders.bitrate * STEP_MS) / 1000;
    const passed = Math.min(this.#waiting + made, (uplink * STEP_MS) / 1000);
    this.#waiting += made - passed;
    const delayMs = 200 + (uplink === 0 ? 10_000 : (this.#waiting / uplink) * 1000);
    return { now: this.now, throughput: (passed * 1000) / STEP_MS, delayMs, skipped: 0 };
  }
}

function run(
  steering: Steering,
  line: Line,
  { seconds, uplink }: { seconds: number; uplink: number },
): Orders[] {
  return Array.from({ length: (seconds * 1000) / STEP_MS }, () =>
    steering.observe(line.pass(steering.orders, uplink)),
  );
}

describe('steering', () => {
  it('leaves an uplink alone that carries everything', () => {
    const orders = run(new Steering(WISHED), new Line(), { seconds: 60, uplink: 3_000_000 });
    for (const one of orders) expect(one).toEqual({ ...WISHED, limit: null });
  });

  it('lowers the bitrate when the uplink falls, keeps every frame, and is back within ten seconds', () => {
    const [steering, line] = [new Steering(WISHED), new Line()];
    run(steering, line, { seconds: 10, uplink: 3_000_000 });
    const limited = run(steering, line, { seconds: 10, uplink: 1_500_000 });
    expect(limited.at(-1)).toMatchObject({ limit: 'uplink' });
    expect(Math.min(...limited.map(({ bitrate }) => bitrate))).toBeLessThan(1_500_000);
    for (const { frameRate } of limited) expect(frameRate).toBe(30);
    const after = run(steering, line, { seconds: 12, uplink: 3_000_000 });
    const back = after.findIndex(({ limit }) => limit === null);
    expect(back).toBeGreaterThan(0);
    expect((back * STEP_MS) / 1000).toBeLessThanOrEqual(10);
    expect(after.at(-1)).toEqual({ ...WISHED, limit: null });
  });

  it('leaves out frames when bits alone are not enough', () => {
    const [steering, line] = [new Steering(WISHED), new Line()];
    const orders = run(steering, line, { seconds: 30, uplink: 300_000 });
    expect(orders.at(-1)?.frameRate).toBeLessThan(30);
    expect(orders.at(-1)?.bitrate).toBeGreaterThanOrEqual(300_000);
  });

  it('tells an encoder that is too slow from an uplink that is', () => {
    const steering = new Steering(WISHED);
    for (let now = 0; now < 20_000; now += STEP_MS) {
      steering.observe({ now, throughput: 2_500_000, delayMs: 200, skipped: 0.4 });
    }
    expect(steering.orders).toMatchObject({ bitrate: WISHED.bitrate, limit: 'encoder' });
    expect(steering.orders.frameRate).toBeLessThan(30);
  });

  it('never asks for more than was wished, nor for less than a picture needs, whatever the uplink does', () => {
    const uplinks = fc.array(
      fc.record({ seconds: fc.integer({ min: 1, max: 20 }), uplink: fc.integer({ min: 0, max: 5_000_000 }) }),
      { maxLength: 20 },
    );
    fc.assert(
      fc.property(uplinks, (phases) => {
        const [steering, line] = [new Steering(WISHED), new Line()];
        for (const phase of phases) {
          for (const { bitrate, frameRate } of run(steering, line, phase)) {
            expect(bitrate).toBeLessThanOrEqual(WISHED.bitrate);
            expect(bitrate).toBeGreaterThanOrEqual(300_000);
            expect(frameRate).toBeLessThanOrEqual(WISHED.frameRate);
            expect(frameRate).toBeGreaterThanOrEqual(10);
          }
        }
        run(steering, line, { seconds: 240, uplink: 10_000_000 });
        expect(steering.orders).toEqual({ ...WISHED, limit: null });
      }),
      { numRuns: 40 },
    );
  });
});
