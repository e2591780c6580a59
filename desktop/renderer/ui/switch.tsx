import { Switch as Base } from '@base-ui/react/switch';
import { useId } from 'react';

export interface SwitchProps {
  label: string;
  hint?: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
  /** Shows the switch alone; the label is then only spoken. */
  bare?: boolean;
  disabled?: boolean;
}

export function Switch({ label, hint, checked, onChange, bare = false, disabled = false }: SwitchProps) {
  const id = useId();
  const control = (
    <Base.Root
      checked={checked}
      disabled={disabled}
      onCheckedChange={(next) => onChange(next)}
      {...(bare ? { 'aria-label': label } : { 'aria-labelledby': id })}
      className="relative inline-flex h-5 w-9 shrink-0 items-center rounded-full border border-faint bg-sunken p-0.5 transition-colors data-checked:border-accent data-checked:bg-accent data-disabled:opacity-60"
    >
      <Base.Thumb className="size-3.5 rounded-full bg-faint transition-[translate,background-color] data-checked:translate-x-4 data-checked:bg-white" />
    </Base.Root>
  );
  if (bare) return control;
  return (
    <div className="flex items-start justify-between gap-4">
      <div>
        <div id={id} className="text-sm font-medium">
          {label}
        </div>
        {hint !== undefined && <div className="text-sm text-muted">{hint}</div>}
      </div>
      {control}
    </div>
  );
}
