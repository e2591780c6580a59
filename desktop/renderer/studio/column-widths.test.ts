import { expect, test } from 'vitest';
import { boundsOf, USUAL_WIDTHS, widthsFrom } from './column-widths.ts';

test('no column becomes so narrow that it is of no use', () => {
  const widths = { left: 20, right: 30 };
  expect(boundsOf('left', widths, 100)).toEqual({ least: 13, most: 46 });
  expect(boundsOf('right', widths, 100)).toEqual({ least: 15, most: 56 });
  // In a window that is hardly wide enough, none can grow.
  expect(boundsOf('left', widths, 52)).toEqual({ least: 25, most: 25 });
});

test('widths that were kept are taken, and nothing else that may be kept there', () => {
  expect(widthsFrom('{"left":20,"right":30}')).toEqual({ left: 20, right: 30 });
  for (const text of [
    null,
    '',
    'null',
    '[]',
    '3',
    '{"left":20}',
    '{"left":"20","right":30}',
    '{"left":0,"right":100}',
  ]) {
    expect(widthsFrom(text), String(text)).toBe(USUAL_WIDTHS);
  }
});
