import type { ReactNode } from 'react';
import { cx } from './cx.ts';
import { inputClass } from './input-class.ts';

export interface SelectProps<T extends string> {
  label: string;
  hint?: ReactNode;
  value: T;
  options: readonly { value: T; label: string }[];
  onChoose: (value: T) => void;
  error?: string | undefined;
  /** In a row of other controls: its label is only spoken. */
  small?: boolean;
}

const SMALL = 'nums h-8 rounded-md border border-edge bg-raised px-2 text-sm pointer-coarse:h-10';

export function selectClass(small: boolean): string {
  return cx(small ? SMALL : inputClass, 'flex items-center justify-between gap-2 text-left');
}
