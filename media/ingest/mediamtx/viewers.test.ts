import { beforeEach, describe, expect, it } from 'vitest';
import { Viewers } from './viewers.ts';

describe('what somebody watches', () => {
  let time: number;
  let told: string[];
  let viewers: Viewers;

  beforeEach(() => {
    time = 0;
    told = [];
    viewers = new Viewers({
      steady: () => time,
      onWatched: (publicId, watched) => told.push(`${publicId} ${watched ? 'watched' : 'left'}`),
    });
  });

  const look = (at: number, ...seen: string[]) => {
    time = at;
    viewers.seen(seen);
  };

  it('is brought as soon as a viewer was let in, once', () => {
    viewers.came('abc');
    viewers.came('abc');
    expect(told).toEqual(['abc watched']);
  });

  it('is kept while viewers are there, and some seconds longer', () => {
    viewers.came('abc');
    for (let at = 1000; at <= 60_000; at += 1000) look(at, 'abc');
    look(64_000);
    expect(told).toEqual(['abc watched']);
    look(65_000);
    expect(told).toEqual(['abc watched', 'abc left']);
    expect(viewers.any).toBe(false);
  });

  it('is given up when the viewer who was let in never comes', () => {
    viewers.came('abc');
    look(14_999);
    expect(told).toEqual(['abc watched']);
    look(15_000);
    expect(told).toEqual(['abc watched', 'abc left']);
  });

  it('is found with the viewers that were there before us', () => {
    look(0, 'abc', 'def');
    look(5000, 'def');
    expect(told).toEqual(['abc watched', 'def watched', 'abc left']);
  });
});
