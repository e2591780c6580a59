import {
  CANVASES,
  type Layer,
  type SceneCollection,
  sceneCollection,
} from '@neustream/shared/studio/scenes.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ALIGNMENTS, alignLayers, centreLayers, distributeLayers, fillCanvas } from './align.ts';
import { layersOf, newLayer } from './layers.ts';

const PLACE = { sceneId: 'scene', canvas: 'landscape' } as const;

function collectionOf(layers: readonly Partial<Layer>[]): SceneCollection {
  return sceneCollection.parse({
    version: 1,
    inputs: [{ kind: 'colour', id: 'input', name: 'Colour', colour: '#000000' }],
    scenes: [
      {
        id: 'scene',
        name: 'Scene',
        landscape: layers.map((at, index) => ({ ...newLayer('input', 'landscape', at), id: String(index) })),
        portrait: [],
      },
    ],
    transition: { kind: 'cut', durationMs: 0 },
  });
}

const placesOf = (collection: SceneCollection) => layersOf(collection, PLACE).map(({ x, y }) => [x, y]);
const SMALL = { width: 100, height: 50 };

test('several layers are brought in line with each other, one alone with the canvas', () => {
  const two = collectionOf([
    { ...SMALL, x: 10, y: 20 },
    { ...SMALL, x: 400, y: 300, width: 200 },
  ]);
  const ids = ['0', '1'];
  const align = (to: (typeof ALIGNMENTS)[number]) => placesOf(alignLayers(two, PLACE, { ids, to }));
  expect(align('left')).toEqual([
    [10, 20],
    [10, 300],
  ]);
  expect(align('right')).toEqual([
    [500, 20],
    [400, 300],
  ]);
  expect(align('center')).toEqual([
    [255, 20],
    [205, 300],
  ]);
  expect(align('bottom')).toEqual([
    [10, 300],
    [400, 300],
  ]);
  const alone = alignLayers(two, PLACE, { ids: ['0'], to: 'middle' });
  expect(placesOf(alone)[0]).toEqual([10, (CANVASES.landscape.height - 50) / 2]);
});

test('a turned layer is brought in line by what it takes up, and a locked one stays', () => {
  const turned = collectionOf([{ ...SMALL, x: 200, y: 200, rotation: 90 }]);
  // It takes up 50 × 100 around its middle.
  const [place] = placesOf(alignLayers(turned, PLACE, { ids: ['0'], to: 'left' }));
  expect(place?.map(Math.round)).toEqual([-25, 200]);
  const locked = collectionOf([{ ...SMALL, x: 200, y: 200, locked: true }]);
  expect(placesOf(alignLayers(locked, PLACE, { ids: ['0'], to: 'left' }))).toEqual([[200, 200]]);
});

test('neighbours get the same distance, and the outermost stay', () => {
  const three = collectionOf([
    { ...SMALL, x: 0, y: 0 },
    { ...SMALL, x: 900, y: 0 },
    { ...SMALL, x: 110, y: 0, width: 200 },
  ]);
  const even = distributeLayers(three, PLACE, { ids: ['0', '1', '2'], axis: 'x' });
  expect(placesOf(even).map(([x]) => x)).toEqual([0, 900, 400]);
  expect(distributeLayers(three, PLACE, { ids: ['0', '1'], axis: 'x' })).toBe(three);
});

test('a group is moved as one', () => {
  const all = collectionOf([
    { ...SMALL, x: 100, y: 100, group: 'pair' },
    { ...SMALL, x: 300, y: 100, group: 'pair' },
    { ...SMALL, x: 900, y: 500 },
  ]);
  const moved = alignLayers(all, PLACE, { ids: ['0', '1'], to: 'right' });
  expect(placesOf(moved)).toEqual([
    [1620, 100],
    [1820, 100],
    [900, 500],
  ]);
});

test('a layer is made as large as the canvas; a group is scaled as one and stays in shape', () => {
  const all = collectionOf([
    { ...SMALL, x: 100, y: 100, rotation: 30 },
    { width: 100, height: 100, x: 0, y: 0, group: 'pair' },
    { width: 100, height: 100, x: 100, y: 0, group: 'pair' },
  ]);
  const [alone] = layersOf(fillCanvas(all, PLACE, { ids: ['0'], how: 'fill' }), PLACE);
  expect(alone).toMatchObject({ x: 0, y: 0, width: 1920, height: 1080, rotation: 0, fit: 'cover' });
  const [, one, other] = layersOf(fillCanvas(all, PLACE, { ids: ['1', '2'], how: 'fit' }), PLACE);
  expect(one).toMatchObject({ x: 0, y: 60, width: 960, height: 960 });
  expect(other).toMatchObject({ x: 960, y: 60, width: 960, height: 960 });
  const [, left, right] = layersOf(centreLayers(all, PLACE, ['1', '2']), PLACE);
  expect([left?.x, left?.y, right?.x]).toEqual([860, 490, 960]);
});

test('whatever is aligned keeps its size, and doing it again changes nothing', () => {
  const at = fc.record({
    x: fc.integer({ min: -500, max: 2000 }),
    y: fc.integer({ min: -500, max: 2000 }),
    width: fc.integer({ min: 16, max: 1000 }),
    height: fc.integer({ min: 16, max: 1000 }),
    rotation: fc.integer({ min: -180, max: 180 }),
  });
  fc.assert(
    fc.property(
      fc.array(at, { minLength: 1, maxLength: 6 }),
      fc.constantFrom(...ALIGNMENTS),
      (layers, to) => {
        const before = collectionOf(layers);
        const ids = layers.map((_, index) => String(index));
        const once = alignLayers(before, PLACE, { ids, to });
        const twice = alignLayers(once, PLACE, { ids, to });
        for (const [index, [x = 0, y = 0]] of placesOf(once).entries()) {
          expect(placesOf(twice)[index]?.[0]).toBeCloseTo(x, 6);
          expect(placesOf(twice)[index]?.[1]).toBeCloseTo(y, 6);
        }
        const size = ({ width, height }: Layer) => [width, height];
        expect(layersOf(once, PLACE).map(size)).toEqual(layersOf(before, PLACE).map(size));
      },
    ),
  );
});
