import { expect, test } from 'vitest';
import { sparkPath } from './spark-path.ts';

const box = { capacity: 5, width: 100, height: 20 };

test('few values are drawn from the right, so that the newest is always at the edge', () => {
  const { line } = sparkPath({ ...box, values: [1, 1] });
  expect(line).toMatch(/^M75\.0 .*L100\.0 /);
});

test('a gap breaks the line', () => {
  const { line } = sparkPath({ ...box, values: [1, 2, null, 2, 1] });
  expect(line.match(/M/g)).toHaveLength(2);
});

test('nothing and zero are drawn without nonsense', () => {
  expect(sparkPath({ ...box, values: [] })).toEqual({ line: '', area: '' });
  expect(sparkPath({ ...box, values: [0, 0, 0] }).line).not.toContain('NaN');
});
