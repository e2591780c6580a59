import { expect, it } from 'vitest';
import { byLoad } from './choose-node.ts';

type State = 'starting' | 'running' | 'draining';

const node = (id: string, ...lanes: (number | State)[]) => ({
  id,
  lanes: lanes.map((lane, index) => ({
    id: `${id}-${index}`,
    state: typeof lane === 'number' ? ('running' as const) : lane,
    version: '1.0.0',
    pid: index,
    sessions: 0,
    load: typeof lane === 'number' ? lane : 0,
  })),
});
const order = (nodes: ReturnType<typeof node>[], carried: Record<string, number>) =>
  byLoad(nodes, new Map(Object.entries(carried))).map(({ id }) => id);

it('a node with more lanes gets more sessions', () => {
  const nodes = [node('small', 0.1), node('large', 0.1, 0.1, 0.1, 0.1)];
  expect(order(nodes, { small: 1, large: 3 })).toEqual(['large', 'small']);
  expect(order(nodes, { small: 0, large: 1 })).toEqual(['small', 'large']);
});

it('among equals, the one whose lanes were less busy is next', () => {
  const nodes = [node('busy', 0.8, 0.7), node('idle', 0.1, 0.2)];
  expect(order(nodes, { busy: 2, idle: 2 })).toEqual(['idle', 'busy']);
});

it('lanes that take nothing new do not count, and a node without lanes counts as one', () => {
  const nodes = [node('draining', 0.1, 'draining', 'draining'), node('earlier')];
  expect(order(nodes, { draining: 3, earlier: 2 })).toEqual(['earlier', 'draining']);
});
