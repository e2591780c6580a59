import { Select as Base } from '@base-ui/react/select';
import Check from 'lucide-react/icons/check';
import ChevronsUpDown from 'lucide-react/icons/chevrons-up-down';
import { type ReactNode, useEffect, useState } from 'react';
import { cx } from './cx.ts';
import { FieldShell } from './field.tsx';
import { inputClass } from './input-class.ts';

export interface SelectProps<T extends string> {
  label: string;
  hint?: ReactNode;
  value: T;
  options: readonly { value: T; label: string }[];
  onChoose: (value: T) => void;
  error?: string | undefined;
}

/** The field and the list that it opens. */
export function SelectPopup<T extends string>({ asked, ...props }: SelectProps<T> & { asked: boolean }) {
  const { label, hint, value, options, onChoose, error } = props;
  const [open, setOpen] = useState(false);
  useEffect(() => {
    if (asked) setOpen(true);
  }, [asked]);
  return (
    <FieldShell label={label} hint={hint} error={error} nativeLabel={false}>
      <Base.Root
        open={open}
        onOpenChange={(next) => setOpen(next)}
        items={options}
        value={value}
        onValueChange={(chosen) => {
          if (chosen !== null) onChoose(chosen);
        }}
      >
        <Base.Trigger className={cx(inputClass, 'flex items-center justify-between gap-2 text-left')}>
          <Base.Value className="truncate" />
          <Base.Icon className="text-faint">
            <ChevronsUpDown aria-hidden className="size-4" />
          </Base.Icon>
        </Base.Trigger>
        <Base.Portal>
          <Base.Positioner className="z-50 outline-none" sideOffset={4} alignItemWithTrigger={false}>
            <Base.Popup className="max-h-(--available-height) min-w-(--anchor-width) overflow-y-auto rounded-lg border border-line bg-raised p-1 shadow-pop transition-opacity data-ending-style:opacity-0 data-starting-style:opacity-0">
              {options.map((option) => (
                <Base.Item
                  key={option.value}
                  value={option.value}
                  className="flex cursor-default items-center gap-2 rounded-md py-1.5 pr-3 pl-2 text-base outline-none data-highlighted:bg-hover"
                >
                  <span className="grid size-4 place-items-center">
                    <Base.ItemIndicator>
                      <Check aria-hidden className="size-4" />
                    </Base.ItemIndicator>
                  </span>
                  <Base.ItemText>{option.label}</Base.ItemText>
                </Base.Item>
              ))}
            </Base.Popup>
          </Base.Positioner>
        </Base.Portal>
      </Base.Root>
    </FieldShell>
  );
}
