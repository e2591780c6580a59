import { Field } from '@base-ui/react/field';
import type { ComponentProps, ReactNode } from 'react';
import { cx } from './cx.ts';
import { inputClass } from './input-class.ts';

export interface FieldShellProps {
  label: ReactNode;
  hint?: ReactNode;
  /** Announces the hint when it changes while somebody types elsewhere. */
  announceHint?: boolean | undefined;
  error?: string | undefined;
  children: ReactNode;
  /** False where the control is a button, which a native label would press. */
  nativeLabel?: boolean;
}

/** Label, control, hint and error, tied together for assistive technology. */
export function FieldShell({
  label,
  hint,
  announceHint = false,
  error,
  children,
  nativeLabel = true,
}: FieldShellProps) {
  return (
    <Field.Root invalid={error !== undefined} className="flex flex-col gap-1.5">
      <Field.Label
        className="text-sm font-medium"
        {...(nativeLabel ? {} : { nativeLabel: false, render: <div /> })}
      >
        {label}
      </Field.Label>
      {children}
      {hint !== undefined && error === undefined && (
        <Field.Description aria-live={announceHint ? 'polite' : undefined} className="text-sm text-muted">
          {hint}
        </Field.Description>
      )}
      {error !== undefined && (
        <Field.Error match className="text-sm text-bad">
          {error}
        </Field.Error>
      )}
    </Field.Root>
  );
}

export interface FieldControlProps
  extends Omit<ComponentProps<typeof Field.Control>, 'className' | 'onValueChange'> {
  label: ReactNode;
  hint?: ReactNode;
  error?: string | undefined;
  className?: string;
}

/** A field of another kind than a line of text: a colour, a file, or with `render` several lines. */
export function ControlField({ label, hint, error, className, ...rest }: FieldControlProps) {
  return (
    <FieldShell label={label} hint={hint} error={error}>
      <Field.Control {...rest} className={cx(inputClass, className)} />
    </FieldShell>
  );
}

export interface TextFieldProps
  extends Omit<ComponentProps<typeof Field.Control>, 'className' | 'onValueChange' | 'value'> {
  label: ReactNode;
  hint?: ReactNode;
  announceHint?: boolean;
  error?: string | undefined;
  value: string;
  onText: (text: string) => void;
  mono?: boolean;
}

export function TextField({
  label,
  hint,
  announceHint,
  error,
  value,
  onText,
  mono = false,
  ...rest
}: TextFieldProps) {
  return (
    <FieldShell label={label} hint={hint} announceHint={announceHint} error={error}>
      <Field.Control
        {...rest}
        value={value}
        onValueChange={(text) => onText(text)}
        className={cx(inputClass, mono && 'font-mono text-sm')}
      />
    </FieldShell>
  );
}
