import { CANVASES, type Layer, sceneCollection } from '@neustream/shared/studio/scenes.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { copyLayers, duplicateLayers, pasteLayers } from './clipboard.ts';
import { cornerDrag, pinch, transformed } from './drag.ts';
import { grouped, ungrouped, unitsOf, withGroup } from './groups.ts';
import { changeLayers, layersOf, newLayer, removeLayers } from './layers.ts';
import { ORDERS, ordered } from './order.ts';

const PLACE = { sceneId: 'scene', canvas: 'landscape' } as const;

/** Layers by id, with their group after a colon: `a b:g c:g`. */
function layersBy(text: string): Layer[] {
  return text.split(' ').map((word) => {
    const [id = '', group = null] = word.split(':');
    return { ...newLayer('input', 'landscape', { group, width: 100, height: 100 }), id };
  });
}

const order = (layers: readonly Layer[]) => layers.map(({ id }) => id).join(' ');

function collectionBy(text: string) {
  const none = { portrait: [], keys: null };
  return sceneCollection.parse({
    version: 1,
    inputs: [{ kind: 'colour', id: 'input', name: 'Colour', colour: '#000000' }],
    scenes: [
      { id: 'scene', name: 'Scene', landscape: layersBy(text), ...none },
      { id: 'other', name: 'Other', landscape: [], ...none },
    ],
    transition: { kind: 'cut', durationMs: 0 },
  });
}

test('layers of a group lie together, where the uppermost of them was', () => {
  const all = grouped(layersBy('a b c d'), ['a', 'c']);
  expect(order(all)).toBe('b a c d');
  expect(unitsOf(all).map(({ layers }) => order(layers))).toEqual(['b', 'a c', 'd']);
  expect(withGroup(all, 'a')).toEqual(['a', 'c']);
});

test('who leaves a group lies above it, and a group of one is none', () => {
  const one = ungrouped(layersBy('a:g b:g c:g d'), ['a']);
  expect(order(one)).toBe('b c a d');
  expect(one.map(({ group }) => group)).toEqual(['g', 'g', null, null]);
  expect(ungrouped(layersBy('a:g b:g'), ['a']).map(({ group }) => group)).toEqual([null, null]);
  expect(grouped(layersBy('a:g b:g c'), ['b', 'c']).find(({ id }) => id === 'a')?.group).toBeNull();
});

test('groups move and are passed as one; one of a group moves within it', () => {
  const all = layersBy('a b:g c:g d');
  expect(order(ordered(all, { ids: ['a'], to: 'up' }))).toBe('b c a d');
  expect(order(ordered(all, { ids: ['b', 'c'], to: 'up' }))).toBe('a d b c');
  expect(order(ordered(all, { ids: ['b'], to: 'up' }))).toBe('a c b d');
  expect(order(ordered(all, { ids: ['b'], to: 'top' }))).toBe('a c b d');
  expect(order(ordered(all, { ids: ['c', 'b'], to: 'bottom' }))).toBe('b c a d');
  expect(order(ordered(layersBy('a b c d'), { ids: ['c', 'd'], to: 'up' }))).toBe('a b c d');
  expect(order(ordered(layersBy('a b c d'), { ids: ['a', 'c'], to: 'up' }))).toBe('b a d c');
});

test('whatever is grouped, dissolved and moved, no layer is lost and groups stay in one piece', () => {
  const id = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f');
  const ids = fc.uniqueArray(id, { minLength: 1, maxLength: 6 });
  const step = fc.oneof(
    fc.tuple(fc.constant('group' as const), ids),
    fc.tuple(fc.constant('ungroup' as const), ids),
    fc.tuple(fc.constantFrom(...ORDERS), ids),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
      let all = layersBy('a b c d e f');
      for (const [what, picked] of steps) {
        if (what === 'group') all = grouped(all, picked);
        else if (what === 'ungroup') all = ungrouped(all, picked);
        else all = ordered(all, { ids: picked, to: what });
        expect(all.map((layer) => layer.id).toSorted()).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
        const groups = unitsOf(all).flatMap(({ group }) => group ?? []);
        expect(new Set(groups).size).toBe(groups.length);
        expect(unitsOf(all).every(({ group, layers }) => group === null || layers.length > 1)).toBe(true);
      }
    }),
  );
});

test('a copy of a group is a group of its own, above the whole of it', () => {
  const { collection, ids } = duplicateLayers(collectionBy('a:g b:g c'), PLACE, ['a', 'b']);
  const layers = layersOf(collection, PLACE);
  expect(order(layers)).toBe(`a b ${ids.join(' ')} c`);
  expect(unitsOf(layers)).toHaveLength(3);
  const one = duplicateLayers(collectionBy('a:g b:g c'), PLACE, ['a']);
  expect(order(layersOf(one.collection, PLACE))).toBe(`a b ${one.ids.join(' ')} c`);
});

test('what was copied can be pasted in another scene, also once its input is gone, and fits the other canvas', () => {
  const before = collectionBy('a b');
  const copied = copyLayers(before, PLACE, ['a', 'b']);
  const emptied = removeLayers(before, PLACE, ['a', 'b']);
  expect(emptied.inputs).toHaveLength(0);
  const { collection, ids } = pasteLayers(emptied, { sceneId: 'other', canvas: 'portrait' }, copied);
  expect(collection.inputs.map(({ id }) => id)).toEqual(['input']);
  const pasted = layersOf(collection, { sceneId: 'other', canvas: 'portrait' });
  expect(pasted.map(({ id }) => id)).toEqual(ids);
  for (const { x, width } of pasted) {
    expect(x).toBeGreaterThanOrEqual(0);
    expect(x + width).toBeLessThanOrEqual(CANVASES.portrait.width);
  }
});

test('a locked layer can be hidden, but not moved or removed', () => {
  const locked = changeLayers(collectionBy('a'), PLACE, ['a'], () => ({ locked: true }));
  const hidden = changeLayers(locked, PLACE, ['a'], () => ({ hidden: true }));
  const moved = changeLayers(hidden, PLACE, ['a'], () => ({ x: 50, hidden: false }));
  expect(layersOf(moved, PLACE)).toMatchObject([{ x: 0, hidden: true }]);
  expect(layersOf(removeLayers(hidden, PLACE, ['a']), PLACE)).toHaveLength(1);
});

test('two fingers scale, turn and move around what is between them', () => {
  const [layer] = layersBy('a');
  if (layer === undefined) throw new Error('no layer');
  const apart = pinch(
    [
      { x: 0, y: 50 },
      { x: 100, y: 50 },
    ],
    [
      { x: 50, y: 0 },
      { x: 50, y: 200 },
    ],
  );
  const after = transformed(layer, apart);
  expect(after).toMatchObject({ width: 200, height: 200, x: -50, y: 0 });
  expect(after.rotation).toBeCloseTo(90);
});

test('the corner across stays where it is when several are scaled', () => {
  const how = cornerDrag(
    { x: 100, y: 100, width: 200, height: 100 },
    { handle: 'nw', by: { x: -200, y: -100 } },
  );
  expect(how).toMatchObject({ scale: 2, from: { x: 300, y: 200 }, to: { x: 300, y: 200 } });
});
