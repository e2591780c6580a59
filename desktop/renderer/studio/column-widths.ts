/** How wide the outer columns are, in percent; the middle one has the rest. */
export interface Widths {
  left: number;
  right: number;
}

export type Side = keyof Widths;

export const USUAL_WIDTHS: Widths = { left: 18, right: 22 };

/** Columns are of use from these widths on, in rem. */
export const LEAST_REM = { left: 13, middle: 24, right: 15 } as const;

/** What one column may be, in percent, when all are this wide together. */
export function boundsOf(
  side: Side,
  { left, right }: Widths,
  allRem: number,
): { least: number; most: number } {
  const percent = (rem: number) => (rem / allRem) * 100;
  const least = percent(LEAST_REM[side]);
  const other =
    side === 'left' ? Math.max(right, percent(LEAST_REM.right)) : Math.max(left, percent(LEAST_REM.left));
  return { least, most: Math.max(least, 100 - other - percent(LEAST_REM.middle)) };
}

/** The widths that were kept, or the usual ones where those are none. */
export function widthsFrom(text: string | null): Widths {
  try {
    const kept = JSON.parse(text ?? 'null') as Partial<Record<Side, unknown>> | null;
    const isWidth = (value: unknown): value is number =>
      typeof value === 'number' && value > 0 && value < 100;
    if (isWidth(kept?.left) && isWidth(kept.right)) return { left: kept.left, right: kept.right };
  } catch {
    // Something else was kept there.
  }
  return USUAL_WIDTHS;
}
