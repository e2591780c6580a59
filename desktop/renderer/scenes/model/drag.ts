import type { Layer } from '@neustream/shared/studio/scenes.ts';

/** What is held: the whole layer, its turning knob, or an edge or corner by compass. */
export const HANDLES = ['n', 'ne', 'e', 'se', 's', 'sw', 'w', 'nw'] as const;
export type Handle = (typeof HANDLES)[number];

export interface Point {
  x: number;
  y: number;
}

type Box = Pick<Layer, 'x' | 'y' | 'width' | 'height' | 'rotation'>;

const LEAST = 16;
const MOST_RADIUS = 2000;
/** Turning stops at these angles when the person asks for it, in degrees. */
const TURN_STEP = 15;

/**
 * The box after one of its handles moved by so much, in pixels of the canvas. The side across stays where it is, also
 * of a box that is turned.
 */
export function scaled(
  box: Box,
  { handle, by, keepAspect }: { handle: Handle; by: Point; keepAspect: boolean },
): Pick<Layer, 'x' | 'y' | 'width' | 'height'> {
  const { x: alongX, y: alongY } = turned(by, -box.rotation);
  const east = handle.includes('e') ? 1 : handle.includes('w') ? -1 : 0;
  const south = handle.includes('s') ? 1 : handle.includes('n') ? -1 : 0;
  let width = Math.max(LEAST, box.width + alongX * east);
  let height = Math.max(LEAST, box.height + alongY * south);
  if (keepAspect) {
    const aspect = box.width / box.height;
    const byWidth =
      south === 0 || (east !== 0 && Math.abs(width / box.width - 1) >= Math.abs(height / box.height - 1));
    if (byWidth) height = Math.max(LEAST, width / aspect);
    else width = Math.max(LEAST, height * aspect);
  }
  // The middle moves half as far as the handle, in the box's own directions.
  const shift = turned(
    { x: ((width - box.width) / 2) * east, y: ((height - box.height) / 2) * south },
    box.rotation,
  );
  const middle = { x: box.x + box.width / 2 + shift.x, y: box.y + box.height / 2 + shift.y };
  return { x: middle.x - width / 2, y: middle.y - height / 2, width, height };
}

/** The rotation of a box whose knob is held at this point, in degrees from −180 to 180. */
export function rotationTo(box: Box, point: Point, steps: boolean): number {
  const [x, y] = [point.x - (box.x + box.width / 2), point.y - (box.y + box.height / 2)];
  const angle = (Math.atan2(x, -y) * 180) / Math.PI;
  return steps ? Math.round(angle / TURN_STEP) * TURN_STEP : Math.round(angle * 10) / 10;
}

/** How two fingers, or the corner of a group, change layers: what was at one point is at the other afterwards. */
export interface Transform {
  scale: number;
  /** Clockwise. */
  degrees: number;
  from: Point;
  to: Point;
}

/** A layer after it was scaled and turned around a point, and moved with it. */
export function transformed(
  layer: Layer,
  { scale, degrees, from, to }: Transform,
): Pick<Layer, 'x' | 'y' | 'width' | 'height' | 'rotation' | 'radius'> {
  const [width, height] = [Math.max(1, layer.width * scale), Math.max(1, layer.height * scale)];
  const middle = turned(
    {
      x: (layer.x + layer.width / 2 - from.x) * scale,
      y: (layer.y + layer.height / 2 - from.y) * scale,
    },
    degrees,
  );
  const rotation = ((((layer.rotation + degrees + 180) % 360) + 360) % 360) - 180;
  return {
    x: to.x + middle.x - width / 2,
    y: to.y + middle.y - height / 2,
    width,
    height,
    rotation,
    radius: Math.min(MOST_RADIUS, layer.radius * scale),
  };
}

/** What two fingers did, from where they went down to where they are. */
export function pinch(from: readonly [Point, Point], to: readonly [Point, Point]): Transform {
  const [before, after] = [between(...from), between(...to)];
  const scale = before.distance === 0 ? 1 : after.distance / before.distance;
  return { scale, degrees: after.degrees - before.degrees, from: before.middle, to: after.middle };
}

/** What dragging a corner of a box around several layers does to them: the corner across stays. */
export function cornerDrag(
  bounds: { x: number; y: number; width: number; height: number },
  { handle, by }: { handle: Handle; by: Point },
): Transform {
  const box = scaled({ ...bounds, rotation: 0 }, { handle, by, keepAspect: true });
  const anchor = {
    x: bounds.x + (handle.includes('w') ? bounds.width : 0),
    y: bounds.y + (handle.includes('n') ? bounds.height : 0),
  };
  return { scale: box.width / bounds.width, degrees: 0, from: anchor, to: anchor };
}

function between(one: Point, other: Point): { middle: Point; distance: number; degrees: number } {
  const [x, y] = [other.x - one.x, other.y - one.y];
  return {
    middle: { x: one.x + x / 2, y: one.y + y / 2 },
    distance: Math.hypot(x, y),
    degrees: (Math.atan2(y, x) * 180) / Math.PI,
  };
}

/** The crop after a handle moved by so much: cuts the input at that side, and the box with it. */
export function cropped(
  layer: Layer,
  { handle, by }: { handle: Handle; by: Point },
): Pick<Layer, 'x' | 'y' | 'width' | 'height' | 'crop'> {
  const { left, top, right, bottom } = layer.crop;
  const [seenX, seenY] = [1 - left - right, 1 - top - bottom];
  const box = scaled(layer, { handle, by, keepAspect: false });
  const lessX = 1 - box.width / layer.width;
  const lessY = 1 - box.height / layer.height;
  const cut = (value: number, less: number, seen: number, other: number) =>
    Math.max(0, Math.min(0.99 - other, value + less * seen));
  return {
    ...box,
    crop: {
      left: handle.includes('w') ? cut(left, lessX, seenX, right) : left,
      right: handle.includes('e') ? cut(right, lessX, seenX, left) : right,
      top: handle.includes('n') ? cut(top, lessY, seenY, bottom) : top,
      bottom: handle.includes('s') ? cut(bottom, lessY, seenY, top) : bottom,
    },
  };
}

function turned({ x, y }: Point, degrees: number): Point {
  const angle = (degrees * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  return { x: x * cos - y * sin, y: x * sin + y * cos };
}
