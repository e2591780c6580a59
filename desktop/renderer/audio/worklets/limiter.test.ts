import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CEILING, Limiter } from './limiter.ts';

const BLOCK = 128;
const RATE = 48_000;

function limited(signal: (at: number) => number, blocks: number): Float32Array {
  const limiter = new Limiter(RATE);
  const out = new Float32Array(blocks * BLOCK);
  for (let block = 0; block < blocks; block += 1) {
    const input = Float32Array.from({ length: BLOCK }, (_, index) => signal(block * BLOCK + index));
    const output = new Float32Array(BLOCK);
    limiter.process([input, input], [output, new Float32Array(BLOCK)]);
    out.set(output, block * BLOCK);
  }
  return out;
}

describe('the limiter', () => {
  it('lets no sample past its ceiling, whatever comes', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -20, max: 20, noNaN: true }), { minLength: 1, maxLength: 500 }),
        (samples) => {
          const out = limited((at) => samples[at % samples.length] ?? 0, 8);
          for (const sample of out) expect(Math.abs(sample)).toBeLessThanOrEqual(Math.fround(CEILING));
        },
      ),
      { numRuns: 50 },
    );
  });

  it('leaves what is below its ceiling as it is, 5 ms later', () => {
    const tone = (at: number) => 0.5 * Math.sin((2 * Math.PI * 440 * at) / RATE);
    const out = limited(tone, 20);
    const delay = (RATE * 5) / 1000;
    for (let at = delay; at < out.length; at += 1) expect(out[at]).toBeCloseTo(tone(at - delay), 5);
  });

  it('lowers a loud tone without bending it', () => {
    const out = limited((at) => 4 * Math.sin((2 * Math.PI * 440 * at) / RATE), 200).subarray(100 * BLOCK);
    const peak = Math.max(...out);
    expect(peak).toBeGreaterThan(CEILING * 0.9);
    // A clipped sine spends much of its time at the top.
    const atTop = out.filter((sample) => Math.abs(sample) > peak * 0.995).length / out.length;
    expect(atTop).toBeLessThan(0.12);
  });

  it('recovers after a peak', () => {
    const out = limited((at) => (at < 2000 ? 4 : 0.5) * Math.sin((2 * Math.PI * 440 * at) / RATE), 400);
    expect(Math.max(...out.subarray(-5000))).toBeCloseTo(0.5, 1);
  });
});
