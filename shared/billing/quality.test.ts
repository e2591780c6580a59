import { expect, it } from 'vitest';
import { fitsQuality, parseQuality, type Quality } from './quality.ts';

const hd: Quality = { lines: 720, frameRate: 30 };

it.each([
  ['its own size and rate', { width: 1280, height: 720, frameRate: 30 }],
  ['a measured rate that is a little above', { width: 1280, height: 720, frameRate: 31 }],
  ['a size padded to whole blocks', { width: 1280, height: 736, frameRate: 30 }],
  ['an upright picture', { width: 720, height: 1280, frameRate: 30 }],
  ['a smaller one', { width: 640, height: 360, frameRate: 25 }],
  ['one of which nothing is known', { width: null, height: null, frameRate: null }],
])('a plan with 720p30 allows %s', (_, picture) => {
  expect(fitsQuality(hd, picture)).toBe(true);
});

it.each([
  ['full HD', { width: 1920, height: 1080, frameRate: 30 }],
  ['twice the rate', { width: 1280, height: 720, frameRate: 60 }],
  ['upright full HD', { width: 1080, height: 1920, frameRate: 30 }],
  ['a wider one', { width: 1600, height: 720, frameRate: 30 }],
  ['a high rate of unknown size', { width: null, height: null, frameRate: 60 }],
])('a plan with 720p30 does not allow %s', (_, picture) => {
  expect(fitsQuality(hd, picture)).toBe(false);
});

it('qualities are read as plans write them', () => {
  expect(parseQuality('1080p60')).toEqual({ lines: 1080, frameRate: 60 });
  expect(parseQuality('')).toBe(null);
});
