import { describe, expect, it } from 'vitest';
import { SlabLog } from './slab-log.ts';

const PIECE = 100 * 1024;

/** Appends pieces that all hold `value`; returns the slabs that they went to. */
function fill(log: SlabLog, value: number, pieces: number): Set<Buffer> {
  const used = new Set<Buffer>();
  for (let i = 0; i < pieces; i += 1) {
    const { slab } = log.reserve(PIECE);
    slab.bytes.fill(value, slab.length, slab.length + PIECE);
    log.commit(slab, PIECE);
    used.add(slab.bytes);
  }
  return used;
}

describe('the memory of logs', () => {
  it('that one session releases is taken by the next', () => {
    const [one, other] = [new SlabLog(), new SlabLog()];
    const used = fill(one, 1, 10);
    one.release(one.head);
    const taken = fill(other, 2, 6);
    expect([...taken].every((bytes) => used.has(bytes))).toBe(true);
  });

  it('is not written to again while a destination is still being sent what lies in it', () => {
    const [one, other] = [new SlabLog(), new SlabLog()];
    fill(one, 1, 10);
    const slab = one.slabAt(0);
    if (!slab) throw new Error('The log is empty.');
    slab.borrowed += 1;
    one.release(one.head);
    fill(other, 2, 20);
    expect(slab.bytes.subarray(0, slab.length).every((byte) => byte === 1)).toBe(true);
  });

  it('is free for others when a session is over, all of it', () => {
    const [one, other] = [new SlabLog(), new SlabLog()];
    const used = fill(one, 1, 10);
    one.close();
    const taken = fill(other, 2, 10);
    expect(taken).toEqual(used);
    expect(one.slabAt(0)).toBeUndefined();
    expect(one.tail).toBe(one.head);
  });

  it('holds a message that is larger than a slab in one piece', () => {
    const log = new SlabLog();
    fill(log, 1, 1);
    const { slab, opened } = log.reserve(2_000_000);
    log.commit(slab, 2_000_000);
    expect(opened).toBe(true);
    expect(log.slabAt(PIECE + 1_999_999)).toBe(slab);
    log.release(log.head);
    expect(log.tail).toBe(PIECE);
  });
});
