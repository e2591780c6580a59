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
