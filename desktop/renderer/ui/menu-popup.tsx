import { Menu as Base } from '@base-ui/react/menu';
import Check from 'lucide-react/icons/check';
import { type ReactElement, type ReactNode, useEffect, useState } from 'react';
import { cx } from './cx.ts';

const ITEM =
  'flex cursor-default items-center gap-2.5 rounded-md px-2.5 py-2 text-base outline-none select-none data-highlighted:bg-hover data-disabled:text-muted';

export interface MenuPopupProps {
  trigger: ReactElement;
  /** Somebody has pressed the button already. */
  asked: boolean;
  children: ReactNode;
}

/** The button and the list that it opens. */
export function MenuPopup({ trigger, asked, children }: MenuPopupProps) {
  const [open, setOpen] = useState(false);
  useEffect(() => {
    if (asked) setOpen(true);
  }, [asked]);
  return (
    <Base.Root modal={false} open={open} onOpenChange={(next) => setOpen(next)}>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner className="z-50 outline-none" sideOffset={4} align="end">
          <Base.Popup className="max-h-(--available-height) min-w-52 overflow-y-auto rounded-xl border border-line bg-raised p-1.5 shadow-pop outline-none transition-opacity duration-100 data-ending-style:opacity-0 data-starting-style:opacity-0">
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

export interface MenuItemProps {
  icon?: ReactNode;
  onClick: () => void;
  danger?: boolean;
  disabled?: boolean;
  /** Shown below the name, such as why it is disabled. */
  hint?: string | undefined;
  /** Shown at the end of the line, such as its keys. */
  end?: ReactNode;
  children: ReactNode;
}

export function Item({ icon, danger = false, hint, end, children, ...rest }: MenuItemProps) {
  return (
    <Base.Item {...rest} className={cx(ITEM, danger && 'not-data-disabled:text-bad')}>
      <span
        className={cx(
          'grid size-4 shrink-0 place-items-center',
          (!danger || rest.disabled === true) && 'text-faint',
        )}
      >
        {icon}
      </span>
      <span className="flex-1">
        {children}
        {hint !== undefined && <span className="block text-sm text-muted">{hint}</span>}
      </span>
      {end}
    </Base.Item>
  );
}

export interface MenuChoiceProps<T extends string> {
  label: string;
  value: T;
  options: readonly { value: T; label: string; icon?: ReactNode }[];
  onChoose: (value: T) => void;
}

/** One of several, inside a menu. */
export function Choice<T extends string>({ label, value, options, onChoose }: MenuChoiceProps<T>) {
  return (
    <Base.RadioGroup value={value} onValueChange={(next: T) => onChoose(next)}>
      <Base.Group>
        <Base.GroupLabel className="px-2.5 pt-2 pb-1 text-xs font-medium text-faint">{label}</Base.GroupLabel>
        {options.map((option) => (
          <Base.RadioItem key={option.value} value={option.value} className={ITEM} closeOnClick>
            <span className="grid size-4 place-items-center text-faint">{option.icon}</span>
            <span className="flex-1">{option.label}</span>
            <Base.RadioItemIndicator>
              <Check aria-hidden className="size-4" />
            </Base.RadioItemIndicator>
          </Base.RadioItem>
        ))}
      </Base.Group>
    </Base.RadioGroup>
  );
}

export function Separator() {
  return <Base.Separator className="-mx-1.5 my-1.5 h-px bg-line" />;
}
