import { useId } from 'react';
import { sparkPath } from './spark-path.ts';

export interface SparklineProps {
  /** Oldest first; null where nothing is known. */
  values: readonly (number | null)[];
  /** How many values fill the width; fewer are drawn from the right. */
  capacity: number;
  label: string;
  className?: string;
}

const WIDTH = 120;
const HEIGHT = 28;

/** The last minutes of a value as a small line. Its size never depends on the values. */
export function Sparkline({ values, capacity, label, className = '' }: SparklineProps) {
  const id = useId();
  const { line, area } = sparkPath({ values, capacity, width: WIDTH, height: HEIGHT });
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      className={`h-7 w-full overflow-visible ${className}`}
    >
      <defs>
        <linearGradient id={id} x1="0" y1="0" x2="0" y2="1">
          <stop offset="0" stopColor="currentColor" stopOpacity="0.22" />
          <stop offset="1" stopColor="currentColor" stopOpacity="0" />
        </linearGradient>
      </defs>
      <line
        x1="0"
        x2={WIDTH}
        y1={HEIGHT - 0.5}
        y2={HEIGHT - 0.5}
        className="stroke-line"
        vectorEffect="non-scaling-stroke"
      />
      <path d={area} fill={`url(#${id})`} />
      <path
        d={line}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
        strokeLinejoin="round"
        vectorEffect="non-scaling-stroke"
      />
    </svg>
  );
}
