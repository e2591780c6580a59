import type { CSSProperties } from 'react';

export interface SliderProps {
  label: string;
  /** The value in words, such as `−6 dB`; shown unless the label is only spoken. */
  text: string;
  value: number;
  least: number;
  most: number;
  onValue: (value: number) => void;
  /** The value that a double click brings back. */
  normal?: number;
  /** Shows the slider alone; label and value are then only spoken. */
  bare?: boolean;
}

/** A number between two others, by pointer or arrow keys. */
export function Slider({ label, text, value, least, most, onValue, normal, bare = false }: SliderProps) {
  const part = { '--part': (value - least) / (most - least) } as CSSProperties;
  return (
    <div className="flex flex-col gap-1">
      {!bare && (
        <div className="flex justify-between text-sm font-medium">
          <span aria-hidden>{label}</span>
          <span aria-hidden className="nums font-normal text-muted">
            {text}
          </span>
        </div>
      )}
      <input
        type="range"
        className="slider"
        style={part}
        aria-label={label}
        aria-valuetext={text}
        min={least}
        max={most}
        value={value}
        onChange={({ target }) => onValue(target.valueAsNumber)}
        onDoubleClick={() => normal !== undefined && onValue(normal)}
      />
    </div>
  );
}
