import { expect, test } from 'vitest';
import { SoundQueue } from './sound-queue.ts';

const piece = (from: number, count: number) => ({
  left: Float32Array.from({ length: count }, (_, index) => from + index),
  right: Float32Array.from({ length: count }, (_, index) => -(from + index)),
});

function taken(queue: SoundQueue, count: number): [number[], number[]] {
  const [left, right] = [new Float32Array(count).fill(9), new Float32Array(count).fill(9)];
  queue.take(left, right);
  return [[...left], [...right]];
}

test('pieces of any length go out without a seam, and silence where none is left', () => {
  const queue = new SoundQueue();
  queue.put(piece(1, 3));
  queue.put(piece(4, 2));
  expect(taken(queue, 4)).toEqual([
    [1, 2, 3, 4],
    [-1, -2, -3, -4],
  ]);
  expect(taken(queue, 4)[0]).toEqual([5, 0, 0, 0]);
  expect(queue.played).toBe(5);
});

test('nothing is left of what was cleared', () => {
  const queue = new SoundQueue();
  queue.put(piece(1, 10));
  taken(queue, 4);
  queue.clear();
  queue.put(piece(20, 4));
  expect(taken(queue, 4)[0]).toEqual([20, 21, 22, 23]);
  expect(queue.played).toBe(4);
});
