import { useRef } from 'react';
import { inputClass } from '../../ui/input-class.ts';

export interface NameFieldProps {
  label: string;
  name: string;
  /** Called once with the new name, or null when the person thought better of it. */
  onName: (name: string | null) => void;
}

/** A name in the place where it stands. Enter or leaving takes it, Escape leaves it as it was. */
export function NameField({ label, name, onName }: NameFieldProps) {
  const done = useRef(false);
  const finish = (value: string | null): void => {
    if (done.current) return;
    done.current = true;
    onName(value === null || value.trim() === '' ? null : value.trim());
  };
  return (
    <input
      aria-label={label}
      defaultValue={name}
      maxLength={200}
      className={`${inputClass} h-9!`}
      ref={(input) => {
        if (input !== null && document.activeElement !== input) input.select();
      }}
      onBlur={(event) => finish(event.target.value)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') finish(event.currentTarget.value);
        if (event.key === 'Escape') finish(null);
        event.stopPropagation();
      }}
    />
  );
}
