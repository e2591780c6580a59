import { PLATFORMS } from '@neustream/shared/destinations/registry.ts';
import Check from 'lucide-react/icons/check';
import Video from 'lucide-react/icons/video';
import { PlatformMark } from '../destinations/public.ts';
import { useText } from '../i18n/text.ts';
import { StatusPill } from '../ui/status-pill.tsx';

const ROWS = [46, 124, 202, 280];

/** What the product does, as a picture: one line in, one out for each platform. */
export function FanOutPicture() {
  const { t } = useText();
  return (
    <div aria-hidden className="relative h-82">
      <svg aria-hidden="true" viewBox="0 0 512 328" className="absolute inset-0 size-full" fill="none">
        {ROWS.map((y) => (
          <path key={y} d={`M150 163C220 163 200 ${y} 270 ${y}`} className="stroke-edge" strokeWidth="1.5" />
        ))}
        {ROWS.map((y) => (
          <path
            key={y}
            d={`M150 163C220 163 200 ${y} 270 ${y}`}
            className="animate-flow stroke-accent-text"
            strokeWidth="1.5"
            strokeLinecap="round"
          />
        ))}
      </svg>
      <div className="absolute top-1/2 left-0 flex w-[29.3%] -translate-y-1/2 flex-col items-center gap-2 rounded-xl border border-line bg-surface py-5 shadow-card">
        <Video className="size-5 text-accent-text" />
        <span className="text-sm font-medium">{t('auth.panel_encoder')}</span>
      </div>
      {PLATFORMS.slice(0, ROWS.length).map((platform, index) => (
        <div
          key={platform.id}
          className="absolute right-0 flex h-14 w-[47.3%] items-center gap-3 rounded-xl border border-line bg-surface px-3 shadow-card"
          style={{ top: `${(((ROWS[index] ?? 0) - 28) / 328) * 100}%` }}
        >
          <PlatformMark platform={platform.id} />
          <span className="flex-1 text-sm font-medium">{platform.name}</span>
          <StatusPill tone="ok" icon={<Check />}>
            {t('auth.panel_live')}
          </StatusPill>
        </div>
      ))}
    </div>
  );
}
