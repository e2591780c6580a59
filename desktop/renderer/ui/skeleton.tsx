import { cx } from './cx.ts';

/** Reserves the space of what is being loaded. */
export function Skeleton({ className }: { className?: string }) {
  return <div aria-hidden className={cx('animate-pulse rounded-lg bg-hover', className)} />;
}
