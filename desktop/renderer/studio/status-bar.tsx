import { CANVAS_NAMES } from '@neustream/shared/studio/scenes.ts';
import Circle from 'lucide-react/icons/circle';
import CircleAlert from 'lucide-react/icons/circle-alert';
import Radio from 'lucide-react/icons/radio';
import { useEffect, useState } from 'react';
import type { Mixer } from '../audio/public.ts';
import { type Show, useBroadcast } from '../broadcast/public.ts';
import type { PublishState, PublishStats } from '../engine/public.ts';
import { type Translate, useText } from '../i18n/text.ts';
import { useSourceSession } from '../live/public.ts';
import { cx } from '../ui/cx.ts';
import { StatusPill } from '../ui/status-pill.tsx';

/** After so long without sound, viewers wonder, in ms. */
const SILENT_MS = 10_000;

/** Am I live, do I sound right, do I look right, is anyone failing: at one glance. */
export function StatusBar({ mixer }: { mixer: Mixer }) {
  const { t } = useText();
  const shows = useBroadcast((state) => state.shows);
  const onAir = CANVAS_NAMES.flatMap((canvas) => shows[canvas] ?? []);
  const silent = useSilent(mixer, onAir.length > 0);
  return (
    <section
      aria-label={t('studio.status')}
      className="flex min-h-9 shrink-0 flex-wrap items-center gap-x-4 gap-y-1 border-t border-line bg-bg px-3 py-1 text-sm"
    >
      {onAir.length === 0 && <StatePill state={null} reached={0} total={0} />}
      {silent && <Warning text={t('studio.silent')} />}
      {onAir.map((show) => (
        <ShowStatus key={show.onAir.canvas} show={show} named={onAir.length > 1} />
      ))}
    </section>
  );
}

/** How one canvas fares; named where there are two. */
function ShowStatus({ show: { onAir, publish, stats }, named }: { show: Show; named: boolean }) {
  const { t } = useText();
  const { session } = useSourceSession(onAir.sourceId);
  const failing = session?.relays.filter(({ status }) => status === 'ERROR').length ?? 0;
  const reached = session?.relays.filter(({ status }) => status === 'LIVE').length ?? 0;
  const limit = stats?.limit ?? null;
  return (
    <div
      data-canvas={onAir.canvas}
      className={cx('flex flex-wrap items-center gap-x-4 gap-y-1', !named && 'flex-1')}
    >
      {named && <span className="text-muted">{t(`studio.canvas.${onAir.canvas}`)}</span>}
      <StatePill state={publish} reached={reached} total={session?.relays.length ?? 0} />
      {limit !== null && <Warning text={t(`studio.limit.${limit}`)} />}
      {failing > 0 && <Warning text={t('studio.failing', { count: failing })} />}
      {stats !== null && (
        <span className={cx('nums text-muted', !named && 'ml-auto')}>{figures(t, stats)}</span>
      )}
    </div>
  );
}

function StatePill({
  state,
  reached,
  total,
}: {
  state: PublishState | null;
  reached: number;
  total: number;
}) {
  const { t } = useText();
  if (state === null || state.state === 'ended') {
    return (
      <StatusPill
        tone="neutral"
        icon={<Circle aria-hidden />}
        data-testid="studio-state"
        data-state="offline"
      >
        {t('live.status_offline')}
      </StatusPill>
    );
  }
  if (state.state === 'live') {
    return (
      <StatusPill
        tone={reached > 0 ? 'live' : 'wait'}
        icon={<Radio aria-hidden />}
        data-testid="studio-state"
        data-state={reached > 0 ? 'live' : 'starting'}
      >
        {reached > 0 ? t('studio.live_at', { reached, total }) : t('live.status_connecting')}
      </StatusPill>
    );
  }
  return (
    <StatusPill tone="wait" icon={<Radio aria-hidden />} data-testid="studio-state" data-state={state.state}>
      {t(state.state === 'connecting' ? 'live.status_connecting' : 'studio.reconnecting')}
    </StatusPill>
  );
}

function Warning({ text }: { text: string }) {
  return (
    <span role="status" className="flex items-center gap-1.5 text-bad">
      <CircleAlert aria-hidden className="size-4" />
      {text}
    </span>
  );
}

function figures(t: Translate, { bitrate, frameRate, delayMs }: PublishStats): string {
  return t('studio.figures', {
    mbps: (bitrate / 1_000_000).toFixed(1),
    fps: Math.round(frameRate),
    delay: (delayMs / 1000).toFixed(1),
  });
}

/** Whether viewers have heard nothing for a while. */
function useSilent(mixer: Mixer, onAir: boolean): boolean {
  const [silent, setSilent] = useState(false);
  useEffect(() => {
    if (!onAir) return;
    const since = performance.now();
    const timer = setInterval(() => {
      setSilent(Math.min(mixer.silentMs(), performance.now() - since) > SILENT_MS);
    }, 1000);
    return () => {
      clearInterval(timer);
      setSilent(false);
    };
  }, [mixer, onAir]);
  return silent;
}
