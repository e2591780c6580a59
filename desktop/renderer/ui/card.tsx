import type { ReactNode } from 'react';
import { cx } from './cx.ts';

export interface CardProps {
  title?: ReactNode;
  text?: string;
  action?: ReactNode;
  flush?: boolean;
  id?: string;
  children: ReactNode;
  className?: string;
}

/** A titled part of a page. `flush` leaves the padding to its content, such as a list. */
export function Card({ title, text, action, flush = false, id, children, className }: CardProps) {
  return (
    <section
      id={id}
      className={cx('min-w-0 rounded-xl border border-line bg-surface shadow-card', className)}
    >
      {title !== undefined && (
        <header
          className={cx(
            'flex min-h-13 flex-wrap items-center justify-between gap-x-3 gap-y-1.5 px-4 pb-1.5 sm:px-5',
            text === undefined ? 'pt-2' : 'pt-4',
          )}
        >
          <div>
            <h2 className="text-base font-semibold">{title}</h2>
            {text !== undefined && <p className="text-sm text-muted">{text}</p>}
          </div>
          {action}
        </header>
      )}
      <div className={flush ? '' : cx('px-4 pb-4 sm:px-5 sm:pb-5', title === undefined && 'pt-4 sm:pt-5')}>
        {children}
      </div>
    </section>
  );
}
