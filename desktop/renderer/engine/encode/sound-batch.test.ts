import { expect, test } from 'vitest';
import { SoundBatch } from './sound-batch.ts';

/** Two channels, 480 samples each: 10 ms. */
function piece(value: number, ms: number) {
  return { samples: new Float32Array(960).fill(value), timestamp: ms * 1000 };
}

test('short pieces are joined until there are enough samples', () => {
  const batch = new SoundBatch(1024);
  expect(batch.take(piece(1, 0))).toEqual([]);
  expect(batch.take(piece(2, 10))).toEqual([]);
  const [joined, ...more] = batch.take(piece(3, 20));
  expect(more).toEqual([]);
  expect(joined?.timestamp).toBe(0);
  expect(joined?.samples.length).toBe(3 * 960);
  expect([0, 959, 960, 1920].map((at) => joined?.samples[at])).toEqual([1, 1, 2, 3]);
  expect(batch.take(piece(4, 30))).toEqual([]);
});

test('what comes after a gap begins another piece, at its own time', () => {
  const batch = new SoundBatch(960);
  expect(batch.take(piece(1, 0))).toEqual([]);
  expect(batch.take(piece(2, 500))).toEqual([{ samples: piece(1, 0).samples, timestamp: 0 }]);
  expect(batch.take(piece(3, 510))).toMatchObject([{ timestamp: 500_000 }]);
});

test('a piece that is long enough passes as it is', () => {
  const long = { samples: new Float32Array(48_000 * 2), timestamp: 7 };
  expect(new SoundBatch(1024).take(long)).toEqual([long]);
});
