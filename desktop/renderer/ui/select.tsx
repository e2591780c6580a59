import ChevronsUpDown from 'lucide-react/icons/chevrons-up-down';
import { useId } from 'react';
import { cx } from './cx.ts';
import { later } from './later.ts';
import { type SelectProps, selectClass } from './select-class.ts';
import { type StandIn, usePopup } from './use-popup.ts';

export type { SelectProps };

const popup = later(() => import('./select-popup.tsx'));

/** One of several, chosen from a list, which is fetched when it is first opened. */
export function SelectField<T extends string>(props: SelectProps<T>) {
  const { found, asked, standIn } = usePopup(popup, 'listbox');
  if (found === null) return <Closed {...props} standIn={standIn} />;
  return <found.SelectPopup {...props} asked={asked} />;
}

/** What it looks like until then. */
function Closed<T extends string>(props: SelectProps<T> & { standIn: StandIn }) {
  const { label, hint, value, options, error, small = false, standIn } = props;
  const id = useId();
  const below = error ?? hint;
  return (
    <div className="flex flex-col gap-1.5">
      <div id={`${id}-label`} className={small ? 'sr-only' : 'text-sm font-medium'}>
        {label}
      </div>
      <button
        {...standIn}
        type="button"
        role="combobox"
        aria-expanded={false}
        aria-labelledby={`${id}-label`}
        aria-describedby={below === undefined ? undefined : `${id}-below`}
        data-invalid={error === undefined ? undefined : ''}
        className={selectClass(small)}
      >
        <span className="truncate">{options.find((option) => option.value === value)?.label}</span>
        <ChevronsUpDown aria-hidden className="size-4 text-faint" />
      </button>
      {below !== undefined && (
        <p id={`${id}-below`} className={cx('text-sm', error === undefined ? 'text-muted' : 'text-bad')}>
          {below}
        </p>
      )}
    </div>
  );
}
