import {
  CANVASES,
  type Layer,
  type SceneCollection,
  sceneCollection,
} from '@neustream/shared/studio/scenes.ts';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { duplicateLayers } from './clipboard.ts';
import {
  beginGesture,
  change,
  endGesture,
  openCollection,
  redo,
  select,
  setStudioMode,
  switchTo,
  take,
  undo,
  useCollection,
} from './collection-store.ts';
import { cropped, HANDLES, type Handle, rotationTo, scaled } from './drag.ts';
import { changeLayers, newLayer, removeLayers, withLayers } from './layers.ts';
import { ORDERS, ordered } from './order.ts';
import { arrange, PRESETS } from './presets.ts';
import { addScene, copyOf, emptyScene, removeScene } from './scenes.ts';
import { snapped } from './snap.ts';
import { starterCollection } from './starter.ts';

const NAMES = {
  camera: 'Camera',
  microphone: 'Microphone',
  screen: 'Screen',
  camScene: 'Camera',
  shareScene: 'Share',
  breakScene: 'Pause',
  breakText: 'Be right back',
};

function start(): SceneCollection {
  const collection = starterCollection(NAMES);
  openCollection(collection, 'someone');
  return collection;
}

const state = () => useCollection.getState();
const present = () => {
  const { collection } = state();
  if (collection === null) throw new Error('Nothing is open.');
  return collection;
};

beforeEach(() => void start());

/** Things that people do, by number, to whatever is there. */
const OPERATIONS: readonly ((n: number) => void)[] = [
  (n) => switchTo(present().scenes[n % present().scenes.length]?.id ?? ''),
  (n) => change((all) => addScene(all, emptyScene(`Scene ${n}`))),
  (n) => {
    const scene = present().scenes[n % present().scenes.length];
    if (scene !== undefined) change((all) => addScene(all, copyOf(scene, 'copy')));
  },
  (n) => change((all) => removeScene(all, all.scenes[n % all.scenes.length]?.id ?? '')),
  (n) => withLayer(n, (id, place) => change((all) => removeLayers(all, place, [id]))),
  (n) => withLayer(n, (id, place) => change((all) => duplicateLayers(all, place, [id]).collection)),
  (n) =>
    withLayer(n, (id, place) =>
      change((all) =>
        withLayers(all, place, (layers) => ordered(layers, { ids: [id], to: ORDERS[n % 4] ?? 'up' })),
      ),
    ),
  (n) =>
    withLayer(n, (id, place) =>
      change((all) => changeLayers(all, place, [id], ({ hidden }) => ({ hidden: !hidden }))),
    ),
  (n) =>
    withLayer(n, (id, place) =>
      change((all) => changeLayers(all, place, [id], ({ locked }) => ({ locked: !locked }))),
    ),
  (n) =>
    withLayer(n, (id, place) => {
      beginGesture();
      for (let step = 1; step <= 3; step += 1) {
        change((all) => changeLayers(all, place, [id], (layer) => scaled(layer, drag(n + step))));
      }
      endGesture();
    }),
  (n) =>
    withLayer(n, (_, place) =>
      change((all) =>
        withLayers(all, place, (those) =>
          arrange(those, PRESETS[n % PRESETS.length] ?? 'full', place.canvas),
        ),
      ),
    ),
  (n) => setStudioMode(n % 2 === 0),
  () => take(),
];

function withLayer(
  n: number,
  act: (id: string, place: { sceneId: string; canvas: 'landscape' }) => void,
): void {
  const place = { sceneId: state().sceneId, canvas: 'landscape' as const };
  const layers = present().scenes.find(({ id }) => id === place.sceneId)?.landscape ?? [];
  const layer = layers[n % Math.max(1, layers.length)];
  if (layer !== undefined) act(layer.id, place);
}

function drag(n: number) {
  return {
    handle: HANDLES[n % 8] as Handle,
    by: { x: (n * 37) % 400, y: (n * 53) % 300 },
    keepAspect: n % 2 === 0,
  };
}

describe('a collection', () => {
  it('of a new studio can be stored, and shows its first scene', () => {
    expect(sceneCollection.parse(present())).toEqual(present());
    expect(state().programmeId).toBe(present().scenes[0]?.id);
  });

  it('stays whole whatever people do, and taking everything back leads to where it began', () => {
    const steps = fc.array(fc.tuple(fc.nat(OPERATIONS.length - 1), fc.nat(1000)), { maxLength: 40 });
    fc.assert(
      fc.property(steps, (done) => {
        const first = start();
        for (const [which, n] of done) OPERATIONS[which]?.(n);
        expect(() => sceneCollection.parse(present())).not.toThrow();
        const { sceneId, programmeId } = state();
        for (const id of [sceneId, programmeId])
          expect(present().scenes.some((scene) => scene.id === id)).toBe(true);
        const last = present();
        let taken = 0;
        while (state().past.length > 0) {
          undo();
          taken += 1;
        }
        expect(present()).toBe(first);
        for (; taken > 0; taken -= 1) redo();
        expect(present()).toBe(last);
      }),
    );
  });

  it('counts a drag as one step, and one that moved nothing as none', () => {
    const { sceneId } = state();
    const place = { sceneId, canvas: 'landscape' as const };
    const id = present().scenes[0]?.landscape[0]?.id ?? '';
    beginGesture();
    for (let x = 1; x < 50; x += 1) change((all) => changeLayers(all, place, [id], () => ({ x })));
    endGesture();
    expect(state().past).toHaveLength(1);
    beginGesture();
    endGesture();
    expect(state().past).toHaveLength(1);
  });

  it('shows what is prepared only when it is taken', () => {
    setStudioMode(true);
    const [first, second] = present().scenes;
    switchTo(second?.id ?? '');
    expect(state()).toMatchObject({ programmeId: first?.id, sceneId: second?.id });
    take();
    expect(state()).toMatchObject({ programmeId: second?.id, sceneId: first?.id });
  });

  it('forgets inputs that nothing shows any more, but no microphone', () => {
    for (const { id } of present().scenes.slice(1)) change((all) => removeScene(all, id));
    expect(
      present()
        .inputs.map(({ kind }) => kind)
        .sort(),
    ).toEqual(['camera', 'microphone']);
    change((all) => removeScene(all, all.scenes[0]?.id ?? ''));
    expect(present().scenes).toHaveLength(1);
  });

  it('selects only what is there', () => {
    const id = present().scenes[0]?.landscape[0]?.id ?? '';
    select([id]);
    change((all) => removeLayers(all, { sceneId: state().sceneId, canvas: 'landscape' }, [id]));
    expect(state().selected).toEqual([]);
  });
});

const box = fc.record({
  x: fc.integer({ min: -500, max: 1500 }),
  y: fc.integer({ min: -500, max: 900 }),
  width: fc.integer({ min: 40, max: 1900 }),
  height: fc.integer({ min: 40, max: 1000 }),
  rotation: fc.integer({ min: -180, max: 180 }),
});
const by = fc.record({ x: fc.integer({ min: -300, max: 300 }), y: fc.integer({ min: -300, max: 300 }) });

/** Where a point of a box is on the canvas; 0 to 1 along each side. */
function corner(
  { x, y, width, height, rotation }: Pick<Layer, 'x' | 'y' | 'width' | 'height' | 'rotation'>,
  u: number,
  v: number,
) {
  const angle = (rotation * Math.PI) / 180;
  const [dx, dy] = [(u - 0.5) * width, (v - 0.5) * height];
  return {
    x: x + width / 2 + dx * Math.cos(angle) - dy * Math.sin(angle),
    y: y + height / 2 + dx * Math.sin(angle) + dy * Math.cos(angle),
  };
}

describe('a layer that is dragged', () => {
  it('by a corner keeps the corner across where it is, also when it is turned', () => {
    fc.assert(
      fc.property(
        box,
        by,
        fc.constantFrom('se', 'ne', 'sw', 'nw'),
        fc.boolean(),
        (layer, moved, handle, keepAspect) => {
          const after = { ...layer, ...scaled(layer, { handle, by: moved, keepAspect }) };
          const [u, v] = [handle.includes('e') ? 0 : 1, handle.includes('s') ? 0 : 1];
          const [was, is] = [corner(layer, u, v), corner(after, u, v)];
          expect(is.x).toBeCloseTo(was.x, 4);
          expect(is.y).toBeCloseTo(was.y, 4);
          if (keepAspect && after.width > 20 && after.height > 20) {
            expect(after.width / after.height).toBeCloseTo(layer.width / layer.height, 4);
          }
        },
      ),
    );
  });

  it('by its crop shows what was there before, in the same place', () => {
    const layer = newLayer('a', 'landscape', { x: 0, y: 0, width: 1000, height: 500 });
    const after = cropped(layer, { handle: 'w', by: { x: 250, y: 0 } });
    expect(after).toMatchObject({ x: 250, width: 750, crop: { left: 0.25, right: 0, top: 0, bottom: 0 } });
    const back = cropped({ ...layer, ...after }, { handle: 'w', by: { x: -250, y: 0 } });
    expect(back).toMatchObject({ x: 0, width: 1000 });
    expect(back.crop.left).toBeCloseTo(0);
  });

  it('by its knob turns towards the pointer, in steps unless asked otherwise', () => {
    const layer = newLayer('a', 'landscape', { x: 0, y: 0, width: 100, height: 100 });
    expect(rotationTo(layer, { x: 150, y: 50 }, true)).toBe(90);
    expect(rotationTo(layer, { x: 50, y: 150 }, true)).toBe(180);
    expect(rotationTo(layer, { x: 90, y: 0 }, false)).toBeCloseTo(38.7, 1);
  });

  it('snaps to what is near, and to nothing else', () => {
    const options = {
      canvas: CANVASES.landscape,
      others: [{ x: 500, y: 500, width: 100, height: 100 }],
      tolerance: 8,
    };
    expect(snapped({ x: 5, y: 300, width: 100, height: 90 }, options)).toMatchObject({ x: 0, y: 300 });
    expect(snapped({ x: 604, y: 12, width: 100, height: 90 }, options)).toMatchObject({ x: 600, y: 12 });
    const middle = snapped({ x: 908, y: 200, width: 100, height: 90 }, options);
    expect(middle).toMatchObject({ x: 910, guides: [{ axis: 'x', at: 960 }] });
  });
});

it('an arrangement puts the two uppermost free layers in their places', () => {
  for (const canvas of ['landscape', 'portrait'] as const) {
    for (const preset of PRESETS) {
      const layers = [
        newLayer('a', canvas),
        newLayer('b', canvas, { rotation: 30 }),
        newLayer('c', canvas, { locked: true }),
      ];
      const arranged = arrange(layers, preset, canvas);
      expect(arranged[2]).toBe(layers[2]);
      const { width, height } = CANVASES[canvas];
      for (const layer of arranged.slice(0, 2)) {
        if (layers.includes(layer)) continue;
        expect(layer.rotation).toBe(0);
        expect(layer.x + layer.width).toBeLessThanOrEqual(width);
        expect(layer.y + layer.height).toBeLessThanOrEqual(height);
      }
    }
  }
});
