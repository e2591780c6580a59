export interface SparkInput {
  values: readonly (number | null)[];
  capacity: number;
  width: number;
  height: number;
}

/** A single burst must not flatten the rest, so the few highest values may touch the top. */
const BURSTS = 0.05;
const HEADROOM = 1.3;

function topOf(values: readonly (number | null)[]): number {
  const sorted = values.filter((value) => value !== null).sort((a, b) => a - b);
  return Math.max(1, (sorted[Math.floor((sorted.length - 1) * (1 - BURSTS))] ?? 0) * HEADROOM);
}

/** SVG paths of a sparkline: zero at the bottom, typical values near the top, gaps where values are null. */
export function sparkPath({ values, capacity, width, height }: SparkInput): { line: string; area: string } {
  const shown = values.slice(-capacity);
  const top = topOf(shown);
  const step = width / Math.max(1, capacity - 1);
  const offset = width - step * (shown.length - 1);
  const runs: string[][] = [[]];
  for (const [index, value] of shown.entries()) {
    if (value === null) runs.push([]);
    else {
      const x = (offset + index * step).toFixed(1);
      const y = (height - 1 - Math.min(1, Math.max(0, value) / top) * (height - 2)).toFixed(1);
      runs.at(-1)?.push(`${x} ${y}`);
    }
  }
  const drawn = runs.filter((run) => run.length > 1);
  const line = drawn.map((run) => `M${run.join('L')}`).join('');
  const area = drawn
    .map(
      (run) => `M${run[0]?.split(' ')[0]} ${height}L${run.join('L')}L${run.at(-1)?.split(' ')[0]} ${height}Z`,
    )
    .join('');
  return { line, area };
}
