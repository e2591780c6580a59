import { Tooltip } from '@base-ui/react/tooltip';
import type { ReactNode } from 'react';
import { Button, type ButtonProps } from './button.tsx';
import { cx } from './cx.ts';

export interface IconButtonProps extends Omit<ButtonProps, 'children' | 'icon'> {
  /** Accessible name; also the tooltip unless `tip` says it shorter. */
  label: string;
  tip?: string;
  icon: ReactNode;
}

export function IconButton({
  label,
  tip,
  icon,
  variant = 'ghost',
  size = 'sm',
  className,
  ...rest
}: IconButtonProps) {
  return (
    <Tooltip.Root>
      <Tooltip.Trigger
        render={
          <Button
            {...rest}
            variant={variant}
            size={size}
            aria-label={label}
            className={cx(size === 'sm' ? 'w-8 px-0!' : 'w-9 px-0!', 'pointer-coarse:size-10', className)}
          />
        }
      >
        {icon}
      </Tooltip.Trigger>
      <Tooltip.Portal>
        <Tooltip.Positioner sideOffset={6} className="z-50">
          <Tooltip.Popup className="rounded-md bg-text px-2 py-1 text-xs font-medium text-bg shadow-pop transition-opacity data-ending-style:opacity-0 data-starting-style:opacity-0">
            {tip ?? label}
          </Tooltip.Popup>
        </Tooltip.Positioner>
      </Tooltip.Portal>
    </Tooltip.Root>
  );
}
