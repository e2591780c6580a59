import type { DrawnLayer } from '../protocol.ts';

export interface Rect {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Which part of an input is drawn where. `to` is in pixels of the canvas, before rotation. */
export interface Placed {
  from: Rect;
  to: Rect;
}

/** Where a layer shows an input of this size; null when nothing of it is to be seen. */
export function place(
  { x, y, width, height, crop, fit }: DrawnLayer,
  input: { width: number; height: number },
): Placed | null {
  const from: Rect = {
    x: input.width * crop.left,
    y: input.height * crop.top,
    width: input.width * (1 - crop.left - crop.right),
    height: input.height * (1 - crop.top - crop.bottom),
  };
  if (from.width < 1 || from.height < 1 || width <= 0 || height <= 0) return null;
  const layer = { x, y, width, height };
  if (fit === 'stretch') return { from, to: layer };
  const scales = [width / from.width, height / from.height] as const;
  if (fit === 'contain') return { from, to: centred(from, Math.min(...scales), layer) };
  const scale = Math.max(...scales);
  const seen = { width: width / scale, height: height / scale };
  return {
    from: {
      x: from.x + (from.width - seen.width) / 2,
      y: from.y + (from.height - seen.height) / 2,
      ...seen,
    },
    to: layer,
  };
}

function centred(from: Rect, scale: number, within: Rect): Rect {
  const [width, height] = [from.width * scale, from.height * scale];
  return {
    x: within.x + (within.width - width) / 2,
    y: within.y + (within.height - height) / 2,
    width,
    height,
  };
}
