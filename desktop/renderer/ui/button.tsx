import { Button as BaseButton } from '@base-ui/react/button';
import LoaderCircle from 'lucide-react/icons/loader-circle';
import type { ComponentProps, ReactNode } from 'react';
import { cx } from './cx.ts';

export type ButtonVariant = 'primary' | 'secondary' | 'ghost' | 'danger';
export type ButtonSize = 'sm' | 'md' | 'lg';

const VARIANTS: Record<ButtonVariant, string> = {
  primary: 'bg-accent text-white hover:not-data-disabled:bg-accent-hover',
  secondary: 'border border-line bg-raised text-text shadow-card hover:not-data-disabled:border-edge',
  ghost: 'text-muted hover:not-data-disabled:bg-hover hover:not-data-disabled:text-text',
  danger: 'bg-live text-white hover:not-data-disabled:brightness-110',
};

const SIZES: Record<ButtonSize, string> = {
  sm: 'h-8 gap-1.5 rounded-md px-2.5 text-sm',
  md: 'h-9 gap-2 rounded-lg px-3.5 text-base',
  lg: 'h-11 gap-2 rounded-lg px-5 text-base',
};

/** Class of a button; also for links that look like one. */
export function buttonClass(variant: ButtonVariant = 'secondary', size: ButtonSize = 'md'): string {
  return cx(
    'inline-flex shrink-0 items-center justify-center font-medium whitespace-nowrap select-none',
    'transition-[background-color,border-color,color,filter] duration-150',
    'data-disabled:cursor-default data-disabled:opacity-60',
    VARIANTS[variant],
    SIZES[size],
  );
}

export interface ButtonProps extends Omit<ComponentProps<typeof BaseButton>, 'className'> {
  variant?: ButtonVariant;
  size?: ButtonSize;
  /** Shows a spinner in the icon's place and ignores presses; the width stays the same. */
  busy?: boolean;
  icon?: ReactNode;
  className?: string;
}

export function Button({
  variant = 'secondary',
  size = 'md',
  busy = false,
  icon,
  children,
  className,
  ...rest
}: ButtonProps) {
  return (
    <BaseButton
      {...rest}
      disabled={rest.disabled === true || busy}
      focusableWhenDisabled={busy}
      aria-busy={busy || undefined}
      className={cx(buttonClass(variant, size), 'relative', className)}
    >
      {busy && (
        <span className="absolute inset-0 grid place-items-center">
          <LoaderCircle aria-hidden className="size-4 animate-spin" />
        </span>
      )}
      <span className={cx('contents', busy && '[&>*]:opacity-0')}>
        {icon}
        <span>{children}</span>
      </span>
    </BaseButton>
  );
}
