import { CANVASES, type Layer, type SceneCollection } from '@neustream/shared/studio/scenes.ts';
import { changeLayers, layersOf, newId, type Place, withLayers } from './layers.ts';

/** Edges and middles at which layers are brought in line. */
export const ALIGNMENTS = ['left', 'center', 'right', 'top', 'middle', 'bottom'] as const;
export type Alignment = (typeof ALIGNMENTS)[number];
export type Axis = 'x' | 'y';

interface Bounds {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** What a layer takes up, turned as it is: the smallest straight rectangle around it. */
function boundsOf({ x, y, width, height, rotation }: Layer): Bounds {
  const angle = (rotation * Math.PI) / 180;
  const [cos, sin] = [Math.abs(Math.cos(angle)), Math.abs(Math.sin(angle))];
  const [wide, high] = [width * cos + height * sin, width * sin + height * cos];
  return { x: x + (width - wide) / 2, y: y + (height - high) / 2, width: wide, height: high };
}

function around(all: readonly Bounds[]): Bounds {
  const [x, y] = [Math.min(...all.map((one) => one.x)), Math.min(...all.map((one) => one.y))];
  const right = Math.max(...all.map((one) => one.x + one.width));
  const bottom = Math.max(...all.map((one) => one.y + one.height));
  return { x, y, width: right - x, height: bottom - y };
}

/** Brings layers in line with each other; one alone, or one group, with the canvas. */
export function alignLayers(
  collection: SceneCollection,
  place: Place,
  { ids, to }: { ids: readonly string[]; to: Alignment },
): SceneCollection {
  const units = unitsOf(layersOf(collection, place), ids);
  const frame =
    units.length === 1 ? { x: 0, y: 0, ...CANVASES[place.canvas] } : around(units.map(unitBounds));
  const shifts = units.map((unit) => [unit, shiftTo(unitBounds(unit), frame, to)] as const);
  return shifted(collection, place, shifts);
}

/** Puts the same distance between neighbours; the outermost two stay. Fewer than three are as they were. */
export function distributeLayers(
  collection: SceneCollection,
  place: Place,
  { ids, axis }: { ids: readonly string[]; axis: Axis },
): SceneCollection {
  const length = axis === 'x' ? 'width' : 'height';
  const units = unitsOf(layersOf(collection, place), ids)
    .map((unit) => ({ unit, bounds: unitBounds(unit) }))
    .toSorted((one, other) => one.bounds[axis] - other.bounds[axis]);
  if (units.length < 3) return collection;
  const whole = around(units.map(({ bounds }) => bounds));
  const taken = units.reduce((sum, { bounds }) => sum + bounds[length], 0);
  const gap = (whole[length] - taken) / (units.length - 1);
  let at = whole[axis];
  const shifts = units.map(({ unit, bounds }) => {
    const by = at - bounds[axis];
    at += bounds[length] + gap;
    return [unit, axis === 'x' ? { x: by, y: 0 } : { x: 0, y: by }] as const;
  });
  return shifted(collection, place, shifts);
}

/** Layers that move together from now on. Who was in another group leaves it. */
export function groupLayers(
  collection: SceneCollection,
  place: Place,
  ids: readonly string[],
): SceneCollection {
  return regrouped(collection, place, ids, newId());
}

/** Layers that move on their own from now on. */
export function ungroupLayers(
  collection: SceneCollection,
  place: Place,
  ids: readonly string[],
): SceneCollection {
  return regrouped(collection, place, ids, null);
}

/** Those that are picked together with a layer: its group. */
export function withGroup(layers: readonly Layer[], id: string): string[] {
  const group = layers.find((layer) => layer.id === id)?.group ?? null;
  return group === null ? [id] : layers.filter((layer) => layer.group === group).map((layer) => layer.id);
}

function regrouped(
  collection: SceneCollection,
  place: Place,
  ids: readonly string[],
  group: string | null,
): SceneCollection {
  return withLayers(collection, place, (layers) =>
    layers.map((layer) => (ids.includes(layer.id) ? { ...layer, group } : layer)),
  );
}

/** What is moved as one: a group, or a layer without one. Locked layers are not moved. */
function unitsOf(layers: readonly Layer[], ids: readonly string[]): Layer[][] {
  const picked = layers.filter(({ id, locked }) => ids.includes(id) && !locked);
  return [...Map.groupBy(picked, ({ id, group }) => group ?? id).values()];
}

function unitBounds(unit: readonly Layer[]): Bounds {
  return around(unit.map(boundsOf));
}

function shiftTo(bounds: Bounds, frame: Bounds, to: Alignment): { x: number; y: number } {
  switch (to) {
    case 'left':
      return { x: frame.x - bounds.x, y: 0 };
    case 'center':
      return { x: frame.x + (frame.width - bounds.width) / 2 - bounds.x, y: 0 };
    case 'right':
      return { x: frame.x + frame.width - bounds.width - bounds.x, y: 0 };
    case 'top':
      return { x: 0, y: frame.y - bounds.y };
    case 'middle':
      return { x: 0, y: frame.y + (frame.height - bounds.height) / 2 - bounds.y };
    case 'bottom':
      return { x: 0, y: frame.y + frame.height - bounds.height - bounds.y };
  }
}

function shifted(
  collection: SceneCollection,
  place: Place,
  shifts: readonly (readonly [readonly Layer[], { x: number; y: number }])[],
): SceneCollection {
  const by = new Map(shifts.flatMap(([unit, shift]) => unit.map(({ id }) => [id, shift] as const)));
  return changeLayers(collection, place, [...by.keys()], ({ id, x, y }) => ({
    x: x + (by.get(id)?.x ?? 0),
    y: y + (by.get(id)?.y ?? 0),
  }));
}
