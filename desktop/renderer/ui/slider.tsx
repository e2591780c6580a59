import { Slider as Base } from '@base-ui/react/slider';

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
  return (
    <Base.Root
      value={value}
      min={least}
      max={most}
      onValueChange={(next) => onValue(next)}
      className="flex flex-col gap-1"
    >
      {!bare && (
        <div className="flex justify-between text-sm font-medium">
          <span aria-hidden>{label}</span>
          <span aria-hidden className="nums font-normal text-muted">
            {text}
          </span>
        </div>
      )}
      <Base.Control
        className="flex h-5 touch-none items-center"
        onDoubleClick={() => normal !== undefined && onValue(normal)}
      >
        <Base.Track className="h-1 w-full rounded-full bg-edge">
          <Base.Indicator className="rounded-full bg-accent" />
          <Base.Thumb
            aria-label={label}
            getAriaValueText={() => text}
            className="size-4 rounded-full border border-edge bg-white shadow-card has-focus-visible:outline-2 has-focus-visible:outline-accent-text"
          />
        </Base.Track>
      </Base.Control>
    </Base.Root>
  );
}
