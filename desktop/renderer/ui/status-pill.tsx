import type { ComponentProps, ReactNode } from 'react';
import { cx } from './cx.ts';

export type Tone = 'live' | 'ok' | 'info' | 'wait' | 'bad' | 'neutral';

const TONES: Record<Tone, string> = {
  live: 'bg-live text-white',
  ok: 'bg-ok-soft text-ok',
  info: 'bg-info-soft text-info',
  wait: 'bg-wait-soft text-wait',
  bad: 'bg-bad-soft text-bad',
  neutral: 'bg-hover text-muted',
};

export interface StatusPillProps extends Omit<ComponentProps<'span'>, 'className'> {
  tone: Tone;
  icon: ReactNode;
}

/** A state in words with an icon; colour only repeats what the words say. */
export function StatusPill({ tone, icon, children, ...rest }: StatusPillProps) {
  return (
    <span
      {...rest}
      className={cx(
        'inline-flex h-6 items-center gap-1.5 rounded-full px-2.5 text-xs font-semibold whitespace-nowrap [&>svg]:size-3.5 [&>svg]:shrink-0',
        TONES[tone],
      )}
    >
      {icon}
      {children}
    </span>
  );
}
