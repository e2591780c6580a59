import type { Layer } from '@neustream/shared/studio/scenes.ts';
import type { ObsItem } from './obs-file.ts';

export interface Size {
  width: number;
  height: number;
}

type Placed = Pick<Layer, 'x' | 'y' | 'width' | 'height' | 'rotation' | 'crop' | 'fit'>;

const [LEFT, RIGHT, TOP, BOTTOM] = [1, 2, 4, 8];
const BOUNDS = { none: 0, stretch: 1, outer: 3 } as const;
const MOST_CROP = 0.99;

/** Where an item of OBS is on the canvas, in our terms: a box that turns around its middle. */
export function placeOf(item: ObsItem, source: Size): Placed {
  const crop = {
    left: share(item.crop_left, source.width),
    right: share(item.crop_right, source.width),
    top: share(item.crop_top, source.height),
    bottom: share(item.crop_bottom, source.height),
  };
  const bounded = item.bounds_type !== BOUNDS.none && item.bounds.x > 0 && item.bounds.y > 0;
  const width = bounded
    ? item.bounds.x
    : source.width * (1 - crop.left - crop.right) * Math.abs(item.scale.x);
  const height = bounded
    ? item.bounds.y
    : source.height * (1 - crop.top - crop.bottom) * Math.abs(item.scale.y);
  const { x, y } = middleOf(item, { width, height });
  return {
    x: x - width / 2,
    y: y - height / 2,
    width: Math.max(1, width),
    height: Math.max(1, height),
    rotation: item.rot % 360,
    crop,
    fit: bounded ? fitOf(item.bounds_type) : 'stretch',
  };
}

/** OBS turns an item around the point that `pos` names. */
function middleOf({ pos, rot, align }: ObsItem, { width, height }: Size): { x: number; y: number } {
  const fromX = (align & LEFT) !== 0 ? width / 2 : (align & RIGHT) !== 0 ? -width / 2 : 0;
  const fromY = (align & TOP) !== 0 ? height / 2 : (align & BOTTOM) !== 0 ? -height / 2 : 0;
  const angle = (rot * Math.PI) / 180;
  return {
    x: pos.x + fromX * Math.cos(angle) - fromY * Math.sin(angle),
    y: pos.y + fromX * Math.sin(angle) + fromY * Math.cos(angle),
  };
}

function fitOf(boundsType: number): Layer['fit'] {
  if (boundsType === BOUNDS.stretch) return 'stretch';
  return boundsType === BOUNDS.outer ? 'cover' : 'contain';
}

function share(pixels: number, of: number): number {
  return of <= 0 ? 0 : Math.max(0, Math.min(MOST_CROP, pixels / of));
}
