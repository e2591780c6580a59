import CircleAlert from 'lucide-react/icons/circle-alert';
import Info from 'lucide-react/icons/info';
import type { ReactNode } from 'react';
import { cx } from './cx.ts';

export interface NoticeProps {
  tone: 'bad' | 'wait' | 'info';
  title?: string | undefined;
  children: ReactNode;
  action?: ReactNode;
  /** `alert` is announced at once, `status` when the screen reader is idle. */
  role?: 'alert' | 'status';
}

const LOOK = {
  bad: 'bg-bad-soft text-bad',
  wait: 'bg-wait-soft text-wait',
  info: 'bg-info-soft text-info',
} as const;

/** A message that stays until its cause is gone. */
export function Notice({ tone, title, children, action, role = 'status' }: NoticeProps) {
  const Icon = tone === 'info' ? Info : CircleAlert;
  return (
    <div role={role} className={cx('flex items-start gap-3 rounded-lg px-3.5 py-3 text-base', LOOK[tone])}>
      <Icon aria-hidden className="mt-0.5 size-4 shrink-0" />
      <div className="min-w-0 flex-1">
        {title !== undefined && <p className="font-semibold">{title}</p>}
        <div className="text-text">{children}</div>
      </div>
      {action}
    </div>
  );
}
