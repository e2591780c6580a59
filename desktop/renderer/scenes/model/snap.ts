import type { Layer } from '@neustream/shared/studio/scenes.ts';

type Box = Pick<Layer, 'x' | 'y' | 'width' | 'height'>;

/** A line that something snapped to, in pixels of the canvas. */
export interface Guide {
  axis: 'x' | 'y';
  at: number;
}

/**
 * Moves a box so that an edge or its middle meets one of the canvas or of another box, where it is near enough.
 * @param tolerance in pixels of the canvas
 */
export function snapped(
  box: Box,
  {
    canvas,
    others,
    tolerance,
  }: { canvas: { width: number; height: number }; others: readonly Box[]; tolerance: number },
): { x: number; y: number; guides: Guide[] } {
  const whole = { x: 0, y: 0, ...canvas };
  const linesX = [whole, ...others].flatMap(({ x, width }) => [x, x + width / 2, x + width]);
  const linesY = [whole, ...others].flatMap(({ y, height }) => [y, y + height / 2, y + height]);
  const x = nearest([box.x, box.x + box.width / 2, box.x + box.width], linesX, tolerance);
  const y = nearest([box.y, box.y + box.height / 2, box.y + box.height], linesY, tolerance);
  const guides: Guide[] = [];
  if (x !== null) guides.push({ axis: 'x', at: x.line });
  if (y !== null) guides.push({ axis: 'y', at: y.line });
  return { x: box.x + (x?.by ?? 0), y: box.y + (y?.by ?? 0), guides };
}

function nearest(
  places: readonly number[],
  lines: readonly number[],
  tolerance: number,
): { by: number; line: number } | null {
  let best: { by: number; line: number } | null = null;
  for (const place of places) {
    for (const line of lines) {
      const by = line - place;
      if (Math.abs(by) <= tolerance && (best === null || Math.abs(by) < Math.abs(best.by)))
        best = { by, line };
    }
  }
  return best;
}
