import { Meter as Base } from '@base-ui/react/meter';
import { cx } from './cx.ts';

export interface MeterProps {
  label: string;
  /** The value in words, such as `3 of 10`. */
  text: string;
  used: number;
  /** Null is unlimited: the bar stays empty. */
  limit: number | null;
}

/** How much of a limit is used; warns from 80 %. */
export function UsageMeter({ label, text, used, limit }: MeterProps) {
  const share = limit === null ? 0 : limit === 0 ? 1 : Math.min(1, used / limit);
  return (
    <Base.Root value={share * 100} aria-valuetext={text} className="flex flex-col gap-1.5">
      <div className="flex items-baseline justify-between gap-3 text-sm">
        <Base.Label className="text-muted">{label}</Base.Label>
        <span className="nums font-medium">{text}</span>
      </div>
      <Base.Track className="h-1.5 overflow-hidden rounded-full bg-hover">
        <Base.Indicator className={cx('h-full rounded-full', share >= 0.8 ? 'bg-bad' : 'bg-accent')} />
      </Base.Track>
    </Base.Root>
  );
}
