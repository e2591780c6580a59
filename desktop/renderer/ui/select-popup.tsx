import { Select as Base } from '@base-ui/react/select';
import Check from 'lucide-react/icons/check';
import ChevronsUpDown from 'lucide-react/icons/chevrons-up-down';
import { useEffect, useState } from 'react';
import { FieldShell } from './field.tsx';
import { type SelectProps, selectClass } from './select-class.ts';

/** The field and the list that it opens. */
export function SelectPopup<T extends string>({ asked, ...props }: SelectProps<T> & { asked: boolean }) {
  const { label, hint, value, options, onChoose, error, small = false } = props;
  const [open, setOpen] = useState(false);
  useEffect(() => {
    if (asked) setOpen(true);
  }, [asked]);
  const field = (
    <Base.Root
      open={open}
      onOpenChange={(next) => setOpen(next)}
      items={options}
      value={value}
      onValueChange={(chosen) => {
        if (chosen !== null) onChoose(chosen);
      }}
    >
      <Base.Trigger aria-label={small ? label : undefined} className={selectClass(small)}>
        <Base.Value className="truncate" />
        <Base.Icon className="text-faint">
          <ChevronsUpDown aria-hidden className="size-4" />
        </Base.Icon>
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner className="z-50 outline-none" sideOffset={4} alignItemWithTrigger={false}>
          <Base.Popup
            // A small one lets go of the keyboard after a click: the next shortcut that is a digit would choose by it.
            finalFocus={small ? (by) => by === 'keyboard' : undefined}
            className="max-h-(--available-height) min-w-(--anchor-width) overflow-y-auto rounded-lg border border-line bg-raised p-1 shadow-pop transition-opacity data-ending-style:opacity-0 data-starting-style:opacity-0"
          >
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
  );
  return small ? (
    field
  ) : (
    <FieldShell label={label} hint={hint} error={error} nativeLabel={false}>
      {field}
    </FieldShell>
  );
}
