import { CANVASES, type CanvasName, type Layer } from '@neustream/shared/studio/scenes.ts';

/** Arrangements of the two uppermost visible layers, or of one. */
export const PRESETS = ['full', 'corner', 'beside', 'interview', 'stacked'] as const;
export type Preset = (typeof PRESETS)[number];

type Spot = Pick<Layer, 'x' | 'y' | 'width' | 'height' | 'fit' | 'radius'>;

/** Between things, and around them, as a share of the canvas's shorter side. */
const GAP = 0.03;
const CORNER = 0.28;

/** Where the first and the second layer go; from the lowest up. */
export function spotsOf(preset: Preset, canvas: CanvasName): readonly Spot[] {
  const { width, height } = CANVASES[canvas];
  const gap = Math.round(Math.min(width, height) * GAP);
  const whole: Spot = { x: 0, y: 0, width, height, fit: 'cover', radius: 0 };
  switch (preset) {
    case 'full':
      return [whole];
    case 'corner': {
      const side = Math.round(Math.max(width, height) * CORNER);
      const small = { width: side, height: Math.round((side * 9) / 16) };
      const at = { x: width - small.width - gap, y: height - small.height - gap };
      return [whole, { ...at, ...small, fit: 'cover', radius: Math.round(gap / 2) }];
    }
    case 'beside':
      return halves({ width, height, gap: 0, along: canvas === 'landscape' ? 'x' : 'y' });
    case 'interview': {
      const along = canvas === 'landscape' ? 'x' : 'y';
      const [one, other] = halves({ width, height, gap, along });
      const round = { radius: gap };
      return [
        { ...one, ...round },
        { ...other, ...round },
      ];
    }
    case 'stacked':
      return halves({ width, height, gap: 0, along: 'y' });
  }
}

function halves(room: { width: number; height: number; gap: number; along: 'x' | 'y' }): [Spot, Spot] {
  const { width, height, gap, along } = room;
  const wide = along === 'x';
  const size = wide
    ? { width: (width - 3 * gap) / 2, height: height - 2 * gap }
    : { width: width - 2 * gap, height: (height - 3 * gap) / 2 };
  const common = { ...size, fit: 'cover' as const, radius: 0 };
  const far = wide ? { x: gap * 2 + size.width, y: gap } : { x: gap, y: gap * 2 + size.height };
  return [
    { x: gap, y: gap, ...common },
    { ...far, ...common },
  ];
}

/** Arranges the uppermost layers of a scene that are neither hidden nor locked; the others stay. */
export function arrange(layers: readonly Layer[], preset: Preset, canvas: CanvasName): Layer[] {
  const spots = spotsOf(preset, canvas);
  const free = layers.filter(({ hidden, locked }) => !hidden && !locked).slice(-spots.length);
  return layers.map((layer) => {
    const spot = spots[free.indexOf(layer)];
    if (spot === undefined) return layer;
    return { ...layer, ...spot, rotation: 0, crop: { left: 0, top: 0, right: 0, bottom: 0 } };
  });
}
