import { CANVASES, type Layer, type SceneCollection } from '@neustream/shared/studio/scenes.ts';
import { transformed } from './drag.ts';
import { changeLayers, layersOf, type Place } from './layers.ts';

/** Edges and middles at which layers are brought in line. */
export const ALIGNMENTS = ['left', 'center', 'right', 'top', 'middle', 'bottom'] as const;
export type Alignment = (typeof ALIGNMENTS)[number];
export type Axis = 'x' | 'y';

export interface Bounds {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** What a layer takes up, turned as it is: the smallest straight rectangle around it. */
export function boundsOf({ x, y, width, height, rotation }: Layer): Bounds {
  const angle = (rotation * Math.PI) / 180;
  const [cos, sin] = [Math.abs(Math.cos(angle)), Math.abs(Math.sin(angle))];
  const [wide, high] = [width * cos + height * sin, width * sin + height * cos];
  return { x: x + (width - wide) / 2, y: y + (height - high) / 2, width: wide, height: high };
}

/** The smallest straight rectangle around all of them. */
export function around(all: readonly Bounds[]): Bounds {
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
  const units = movable(layersOf(collection, place), ids);
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
  const units = movable(layersOf(collection, place), ids)
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

/** How layers are made to fill their canvas: whole within it, covering it, or distorted to its shape. */
export const FILLS = ['fit', 'fill', 'stretch'] as const;
export type Fill = (typeof FILLS)[number];

const FIT_OF = { fit: 'contain', fill: 'cover', stretch: 'stretch' } as const satisfies Record<
  Fill,
  Layer['fit']
>;

/** Makes each layer as large as the canvas, straight; a group is scaled as one and keeps its shape. */
export function fillCanvas(
  collection: SceneCollection,
  place: Place,
  { ids, how }: { ids: readonly string[]; how: Fill },
): SceneCollection {
  const room = CANVASES[place.canvas];
  const changes = new Map<string, Partial<Layer>>();
  for (const unit of movable(layersOf(collection, place), ids)) {
    const [only] = unit;
    if (unit.length === 1 && only !== undefined) {
      changes.set(only.id, { x: 0, y: 0, ...room, rotation: 0, fit: FIT_OF[how] });
      continue;
    }
    const bounds = unitBounds(unit);
    const [wide, high] = [room.width / bounds.width, room.height / bounds.height];
    const scale = how === 'fill' ? Math.max(wide, high) : Math.min(wide, high);
    const from = { x: bounds.x + bounds.width / 2, y: bounds.y + bounds.height / 2 };
    const to = { x: room.width / 2, y: room.height / 2 };
    for (const layer of unit) changes.set(layer.id, transformed(layer, { scale, degrees: 0, from, to }));
  }
  return changeLayers(collection, place, [...changes.keys()], ({ id }) => changes.get(id) ?? {});
}

/** Puts what is picked, as one, in the middle of the canvas. */
export function centreLayers(
  collection: SceneCollection,
  place: Place,
  ids: readonly string[],
): SceneCollection {
  const picked = movable(layersOf(collection, place), ids).flat();
  if (picked.length === 0) return collection;
  const bounds = unitBounds(picked);
  const { width, height } = CANVASES[place.canvas];
  const by = {
    x: (width - bounds.width) / 2 - bounds.x,
    y: (height - bounds.height) / 2 - bounds.y,
  };
  return shifted(collection, place, [[picked, by]]);
}

/** What is moved as one: a group, or a layer without one. Locked layers are not moved. */
function movable(layers: readonly Layer[], ids: readonly string[]): Layer[][] {
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
