import { expect, test } from 'vitest';
import { Resampler } from './resampler.ts';

const SECONDS = 0.5;

function tone(hertz: number, rate: number): Float32Array {
  return Float32Array.from({ length: Math.round(rate * SECONDS) }, (_, index) =>
    Math.sin((2 * Math.PI * hertz * index) / rate),
  );
}

/** Resampled in pieces of odd lengths, as decoders give them. */
function resampled(samples: Float32Array, from: number, to: number): Float32Array {
  const resampler = new Resampler(from, to, 1);
  const out: number[] = [];
  for (let at = 0; at < samples.length; at += 1021) {
    out.push(...(resampler.push([samples.subarray(at, at + 1021)])[0] ?? []));
  }
  out.push(...(resampler.flush()[0] ?? []));
  return Float32Array.from(out);
}

/** The largest difference, away from the ends. */
function worst(one: Float32Array, other: Float32Array): number {
  const edge = 200;
  let most = 0;
  for (let index = edge; index < Math.min(one.length, other.length) - edge; index += 1) {
    most = Math.max(most, Math.abs((one[index] ?? 0) - (other[index] ?? 0)));
  }
  return most;
}

test.each([
  [44_100, 48_000],
  [22_050, 48_000],
  [96_000, 48_000],
  [8000, 48_000],
])('a tone at %d Hz is the same tone at %d Hz, at the same time and as long', (from, to) => {
  const out = resampled(tone(1000, from), from, to);
  expect(Math.abs(out.length - to * SECONDS)).toBeLessThan(2);
  expect(worst(out, tone(1000, to))).toBeLessThan(0.001);
});

test('what the lower rate cannot hold is gone, and not folded back', () => {
  const out = resampled(tone(30_000, 96_000), 96_000, 48_000);
  expect(worst(out, new Float32Array(out.length))).toBeLessThan(0.001);
});

test('the same rate comes out as it went in', () => {
  const samples = tone(440, 48_000);
  expect(resampled(samples, 48_000, 48_000)).toEqual(samples);
});
