import { Toggle } from '@base-ui/react/toggle';
import { ToggleGroup } from '@base-ui/react/toggle-group';

export interface SegmentedProps<T extends string> {
  label: string;
  value: T;
  options: readonly { value: T; label: string }[];
  onChoose: (value: T) => void;
}

/** One of a few short choices, side by side. */
export function Segmented<T extends string>({ label, value, options, onChoose }: SegmentedProps<T>) {
  return (
    <ToggleGroup
      aria-label={label}
      value={[value]}
      onValueChange={([next]) => {
        if (next !== undefined) onChoose(next);
      }}
      className="inline-flex rounded-lg bg-sunken p-0.5 text-sm font-medium"
    >
      {options.map((option) => (
        <Toggle
          key={option.value}
          value={option.value}
          className="h-7 rounded-md border border-transparent px-2.5 whitespace-nowrap text-muted transition-colors hover:text-text data-pressed:border-line data-pressed:bg-raised data-pressed:text-text data-pressed:shadow-card"
        >
          {option.label}
        </Toggle>
      ))}
    </ToggleGroup>
  );
}
