import { cx } from './cx.ts';

export const inputClass = cx(
  'h-10 w-full rounded-lg border border-edge bg-raised px-3 text-base text-text transition-colors',
  'placeholder:text-faint hover:border-faint focus:border-accent-text focus:outline-2 focus:outline-offset-0 focus:outline-accent-soft',
  'data-invalid:border-bad disabled:opacity-60',
);
