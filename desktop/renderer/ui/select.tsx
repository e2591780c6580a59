import { Select as Base } from '@base-ui/react/select';
import Check from 'lucide-react/icons/check';
import ChevronsUpDown from 'lucide-react/icons/chevrons-up-down';
import type { ReactNode } from 'react';
import { cx } from './cx.ts';
import { FieldShell, inputClass } from './field.tsx';

export interface SelectProps<T extends string> {
  label: string;
  hint?: ReactNode;
  value: T;
  options: readonly { value: T; label: string }[];
  onChoose: (value: T) => void;
  error?: string | undefined;
}

export function SelectField<T extends string>(props: SelectProps<T>) {
  const { label, hint, error } = props;
  return (
    <FieldShell label={label} hint={hint} error={error} nativeLabel={false}>
      <Choice {...props} className={inputClass} />
    </FieldShell>
  );
}

/**
 * The same in a row of other controls: its label is only spoken. After a click it lets go of the keyboard, or the next
 * shortcut that is a letter or digit would choose by it.
 */
export function SmallSelect<T extends string>(
  props: Pick<SelectProps<T>, 'label' | 'value' | 'options' | 'onChoose'>,
) {
  return (
    <Choice
      {...props}
      spoken={props.label}
      className="nums h-8 rounded-md border border-edge bg-raised px-2 text-sm pointer-coarse:h-10"
    />
  );
}

function Choice<T extends string>({
  value,
  options,
  onChoose,
  spoken,
  className,
}: Pick<SelectProps<T>, 'value' | 'options' | 'onChoose'> & { spoken?: string; className: string }) {
  return (
    <Base.Root
      items={options}
      value={value}
      onValueChange={(chosen) => {
        if (chosen !== null) onChoose(chosen);
      }}
    >
      <Base.Trigger
        aria-label={spoken}
        className={cx(className, 'flex items-center justify-between gap-2 text-left')}
      >
        <Base.Value className="truncate" />
        <Base.Icon className="text-faint">
          <ChevronsUpDown aria-hidden className="size-4" />
        </Base.Icon>
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner className="z-50 outline-none" sideOffset={4} alignItemWithTrigger={false}>
          <Base.Popup
            finalFocus={spoken === undefined ? undefined : (by) => by === 'keyboard'}
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
}
