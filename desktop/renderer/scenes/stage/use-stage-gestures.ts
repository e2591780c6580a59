import { CANVASES, type Layer } from '@neustream/shared/studio/scenes.ts';
import { type RefObject, useRef, useState } from 'react';
import { around, boundsOf } from '../model/align.ts';
import { beginGesture, change, endGesture, select, toggled } from '../model/collection-store.ts';
import {
  cornerDrag,
  cropped,
  type Handle,
  type Point,
  pinch,
  rotationTo,
  scaled,
  type Transform,
  transformed,
} from '../model/drag.ts';
import { withGroup } from '../model/groups.ts';
import { changeLayers, type Place } from '../model/layers.ts';
import { type Guide, snapped } from '../model/snap.ts';

/** How near an edge has to be to snap, in pixels of the screen. */
const SNAP_PX = 6;

export type Grip = Handle | 'move' | 'turn';

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

interface Held {
  /** The fingers, or the pointer, that are down, with where they went down; in pixels of the canvas. */
  from: Map<number, Point>;
  at: Map<number, Point>;
}

type Gesture =
  | (Held & { kind: 'drag'; grip: Grip; layers: readonly Layer[]; crop: boolean })
  | (Held & { kind: 'pinch'; layers: readonly Layer[] })
  | (Held & { kind: 'frame'; before: readonly string[] });

export interface StageGestures {
  guides: readonly Guide[];
  /** What is drawn around to pick it. */
  frame: Box | null;
  /** A pointer went down on a layer, or on one of its handles. */
  grab: (event: React.PointerEvent, layer: Layer, grip: Grip) => void;
  /** A pointer went down beside all layers. */
  begin: (event: React.PointerEvent) => void;
  move: (event: React.PointerEvent) => void;
  drop: (event: React.PointerEvent) => void;
}

/** What pointers and fingers do on the picture: pick, move, scale, turn and crop layers. */
export function useStageGestures(
  surface: RefObject<HTMLElement | null>,
  {
    place,
    layers,
    selected,
    scale,
  }: {
    place: Place;
    /** Those that are drawn. */
    layers: readonly Layer[];
    selected: readonly string[];
    /** Pixels of the screen for one of the canvas. */
    scale: number;
  },
): StageGestures {
  const gesture = useRef<Gesture | null>(null);
  const [guides, setGuides] = useState<readonly Guide[]>([]);
  const [frame, setFrame] = useState<Box | null>(null);

  const pointOf = (event: React.PointerEvent): Point => {
    const box = surface.current?.getBoundingClientRect();
    return { x: (event.clientX - (box?.left ?? 0)) / scale, y: (event.clientY - (box?.top ?? 0)) / scale };
  };
  const hold = (event: React.PointerEvent) => {
    surface.current?.setPointerCapture(event.pointerId);
    const point = pointOf(event);
    return { from: new Map([[event.pointerId, point]]), at: new Map([[event.pointerId, point]]) };
  };
  /** A second finger makes a pinch of a drag, from where both are now. */
  const join = (event: React.PointerEvent): boolean => {
    const held = gesture.current;
    if (held === null || event.pointerType !== 'touch') return false;
    if (held.kind !== 'drag' || held.at.size !== 1) return true;
    surface.current?.setPointerCapture(event.pointerId);
    const from = new Map([...held.at, [event.pointerId, pointOf(event)]]);
    const ids = held.layers.map(({ id }) => id);
    const now = layers.filter(({ id }) => ids.includes(id));
    gesture.current = { kind: 'pinch', layers: now, from, at: new Map(from) };
    setGuides([]);
    return true;
  };

  const begin = (event: React.PointerEvent) => {
    if (event.button !== 0 || join(event)) return;
    const before = event.shiftKey ? selected : [];
    select(before);
    // A finger that misses a layer only lets go of what was picked.
    if (event.pointerType !== 'touch') gesture.current = { kind: 'frame', before, ...hold(event) };
  };
  const grab = (event: React.PointerEvent, layer: Layer, grip: Grip) => {
    if (event.button !== 0) return;
    event.stopPropagation();
    if (join(event)) return;
    const group = withGroup(layers, layer.id);
    const isPicked = selected.includes(layer.id);
    const whole = grip !== 'move' || isPicked ? selected : group;
    const ids = event.shiftKey && grip === 'move' ? group.reduce(toggled, selected) : whole;
    select(ids);
    if (layer.locked) {
      // What lies beneath everything is usually locked: a frame begins on it as it does beside all layers.
      if (event.pointerType !== 'touch') {
        gesture.current = { kind: 'frame', before: event.shiftKey ? selected : [], ...hold(event) };
      }
      return;
    }
    beginGesture();
    const held = layers.filter(({ id, locked }) => ids.includes(id) && !locked);
    gesture.current = { kind: 'drag', grip, layers: held, crop: event.altKey, ...hold(event) };
  };

  const move = (event: React.PointerEvent) => {
    const held = gesture.current;
    if (held === null || !held.at.has(event.pointerId)) return;
    held.at.set(event.pointerId, pointOf(event));
    if (held.kind === 'frame') {
      const drawn = boxBetween(held);
      setFrame(drawn);
      select([...new Set([...held.before, ...within(drawn, layers)])]);
    } else if (held.kind === 'pinch') {
      const [one, other] = [...held.from.keys()];
      const fingers = (points: Map<number, Point>): [Point, Point] => [
        points.get(one ?? 0) ?? ORIGIN,
        points.get(other ?? 0) ?? ORIGIN,
      ];
      transform(place, held.layers, pinch(fingers(held.from), fingers(held.at)));
    } else setGuides(dragTo(held, { place, layers, scale, event }));
  };
  const drop = (event: React.PointerEvent) => {
    const held = gesture.current;
    if (held === null || !held.at.has(event.pointerId)) return;
    gesture.current = null;
    setGuides([]);
    setFrame(null);
    if (held.kind !== 'frame') endGesture();
  };
  return { guides, frame, grab, begin, move, drop };
}

const ORIGIN: Point = { x: 0, y: 0 };

/** Moves what is held to where the pointer is; returns the lines that it snapped to. */
function dragTo(
  held: Extract<Gesture, { kind: 'drag' }>,
  {
    place,
    layers,
    scale,
    event,
  }: {
    place: Place;
    layers: readonly Layer[];
    scale: number;
    event: Pick<PointerEvent, 'shiftKey' | 'ctrlKey' | 'metaKey'>;
  },
): readonly Guide[] {
  const [from = ORIGIN] = held.from.values();
  const [at = ORIGIN] = held.at.values();
  const by = { x: at.x - from.x, y: at.y - from.y };
  const [first] = held.layers;
  if (first === undefined) return [];
  const bounds = around(held.layers.map(boundsOf));
  if (held.grip === 'move') {
    const box = held.layers.length === 1 ? first : bounds;
    const others = layers.filter(({ id }) => !held.layers.some((layer) => layer.id === id));
    const moved = { ...boxOf(box), x: box.x + by.x, y: box.y + by.y };
    const free = event.ctrlKey || event.metaKey;
    const to = free
      ? { x: moved.x, y: moved.y, guides: [] }
      : snapped(moved, { canvas: CANVASES[place.canvas], others, tolerance: SNAP_PX / scale });
    const [dx, dy] = [Math.round(to.x) - box.x, Math.round(to.y) - box.y];
    set(place, held.layers, ({ x, y }) => ({ x: x + dx, y: y + dy }));
    return to.guides;
  }
  const { grip } = held;
  if (held.layers.length > 1) {
    if (grip !== 'turn') transform(place, held.layers, cornerDrag(bounds, { handle: grip, by }));
  } else if (grip === 'turn')
    set(place, held.layers, (layer) => ({ rotation: rotationTo(layer, at, !event.shiftKey) }));
  else if (held.crop) set(place, held.layers, (layer) => cropped(layer, { handle: grip, by }));
  else set(place, held.layers, (layer) => scaled(layer, { handle: grip, by, keepAspect: !event.shiftKey }));
  return [];
}

function boxOf({ x, y, width, height }: Box): Box {
  return { x, y, width, height };
}

/** Changes layers from what they were when they were taken hold of. */
function set(place: Place, held: readonly Layer[], how: (before: Layer) => Partial<Layer>): void {
  const before = new Map(held.map((layer) => [layer.id, layer]));
  change((all) =>
    changeLayers(all, place, [...before.keys()], (layer) => how(before.get(layer.id) ?? layer)),
  );
}

function transform(place: Place, held: readonly Layer[], how: Transform): void {
  set(place, held, (layer) => transformed(layer, how));
}

function boxBetween({ from, at }: Held): Box {
  const [[one = ORIGIN], [other = ORIGIN]] = [[...from.values()], [...at.values()]];
  const [x, y] = [Math.min(one.x, other.x), Math.min(one.y, other.y)];
  return { x, y, width: Math.abs(one.x - other.x), height: Math.abs(one.y - other.y) };
}

/** Layers that a box touches, with their groups; locked ones are not picked this way. */
function within(box: Box, layers: readonly Layer[]): string[] {
  return layers
    .filter((layer) => {
      const { x, y, width, height } = boundsOf(layer);
      const isBeside =
        x > box.x + box.width || x + width < box.x || y > box.y + box.height || y + height < box.y;
      return !layer.locked && !isBeside;
    })
    .flatMap(({ id }) => withGroup(layers, id));
}
