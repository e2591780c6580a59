import type { SessionView } from '@neustream/shared/live/schemas.ts';
import type { ReactNode } from 'react';
import { useFormat } from '../i18n/language.ts';
import { useText } from '../i18n/text.ts';
import { Sparkline } from '../ui/sparkline.tsx';
import { useNow } from '../ui/use-now.ts';
import type { DestinationRow } from './relays/destination-rows.ts';
import type { SourceLive } from './state/live-state.ts';
import { currentRate, HISTORY, ratesOf } from './state/rates.ts';

const NOTHING = '–';

export interface StatsProps {
  live: SourceLive;
  session: SessionView | null;
  rows: readonly DestinationRow[];
}

/** The path of the media in four figures. Its size is the same in every state. */
export function StatsStrip({ live, session, rows }: StatsProps) {
  const { t } = useText();
  const format = useFormat();
  const liveAt = session?.live_at ?? null;
  const now = useNow(liveAt !== null);
  const inSession = rows.filter((row) => row.relay !== null && row.look !== 'removed');
  const isLive = inSession.filter((row) => row.look === 'live');
  const publishing = session?.ingest.status === 'publishing';
  const incoming = publishing ? currentRate(live.received) : null;
  const outgoing = isLive.reduce((sum, row) => sum + (currentRate(live.sent[row.id] ?? []) ?? 0), 0);
  return (
    <dl className="grid grid-cols-2 gap-px overflow-hidden rounded-xl border border-line bg-line shadow-card lg:grid-cols-4">
      <Stat label={t('live.stat_on_air')}>
        {liveAt === null ? NOTHING : format.clock((now - live.clockOffset - Date.parse(liveAt)) / 1000)}
      </Stat>
      <Stat
        label={t('live.stat_encoder')}
        chart={
          <Sparkline
            values={publishing ? ratesOf(live.received) : []}
            capacity={HISTORY - 1}
            label={t('relay.rate_history', { rate: format.kbps(incoming ?? 0) })}
          />
        }
      >
        {incoming === null ? NOTHING : format.kbps(incoming)}
      </Stat>
      <Stat label={t('live.stat_sent')}>{isLive.length === 0 ? NOTHING : format.kbps(outgoing)}</Stat>
      <Stat label={t('live.stat_destinations')}>
        {session === null
          ? NOTHING
          : t('live.of', { live: format.number(isLive.length), total: format.number(inSession.length) })}
      </Stat>
    </dl>
  );
}

function Stat({ label, children, chart }: { label: string; children: ReactNode; chart?: ReactNode }) {
  return (
    <div className="grid h-20 grid-cols-[minmax(0,1fr)_auto] content-center gap-x-4 bg-surface px-4 sm:px-5">
      <dt className="truncate text-sm text-muted">{label}</dt>
      <dd className="nums col-start-1 truncate text-xl font-semibold tracking-tight">{children}</dd>
      {chart !== undefined && (
        <dd className="col-start-2 row-span-2 row-start-1 w-20 self-center 2xl:w-28 text-accent-text max-xl:hidden">
          {chart}
        </dd>
      )}
    </div>
  );
}
