import { PlatformMark } from '../../destinations/public.ts';
import { useFormat } from '../../i18n/language.ts';
import { useText } from '../../i18n/text.ts';
import { receivedShare } from '../../sessions/public.ts';
import { Sparkline } from '../../ui/sparkline.tsx';
import { useNow } from '../../ui/use-now.ts';
import type { SourceLive } from '../state/live-state.ts';
import { currentRate, HISTORY, ratesOf } from '../state/rates.ts';
import type { DestinationRow } from './destination-rows.ts';
import { RelayActions, type RelayActionsProps } from './relay-actions.tsx';
import { RelayPill } from './relay-pill.tsx';
import { RelaySentence } from './relay-sentence.tsx';

/** One destination: its name, its state, how much arrives, and what to do when nothing does. */
export function DestinationItem({ live, ...rest }: RelayActionsProps & { live: SourceLive }) {
  const { row } = rest;
  const dimmed = row.look === 'off' || row.look === 'removed' || row.look === 'paused';
  return (
    <li
      aria-label={row.name}
      className="grid grid-cols-[auto_minmax(0,1fr)_auto] items-start gap-x-3.5 gap-y-2 px-4 pt-3 pb-2 sm:px-5 @xl:grid-cols-[auto_minmax(0,1fr)_14.5rem_4.75rem] @2xl:grid-cols-[auto_minmax(0,1fr)_15.5rem_7.75rem]"
    >
      <PlatformMark platform={row.platform} dimmed={dimmed} />
      <div className="min-w-0">
        <div className="flex min-h-9 flex-wrap items-center gap-x-2.5 gap-y-1">
          <span className="truncate font-medium">{row.name}</span>
          <RelayPill row={row} />
        </div>
      </div>
      <div className="@max-xl:order-2 @max-xl:col-span-3">
        <Measures row={row} live={live} />
      </div>
      <div className="flex h-9 items-center justify-end">
        <RelayActions {...rest} />
      </div>
      <div className="col-span-full @max-xl:order-3 @xl:-mt-1.5 @xl:pl-[3.125rem]">
        <RelaySentence row={row} clockOffset={live.clockOffset} />
      </div>
    </li>
  );
}

/** Rate, its history, what was confirmed, and the time live; dashes keep the space where there is nothing. */
function Measures({ row, live }: { row: DestinationRow; live: SourceLive }) {
  const { t } = useText();
  const format = useFormat();
  const { relay } = row;
  const since = relay?.status === 'LIVE' ? relay.live_since : null;
  const now = useNow(since !== null);
  if (relay === null || row.look === 'removed') return <div className="h-9 @max-xl:hidden" />;
  const history = live.sent[row.id] ?? [];
  const rate = row.look === 'live' ? currentRate(history) : null;
  const share = receivedShare(relay.bytes_sent, relay.bytes_acked);
  return (
    <dl className="nums grid h-9 grid-cols-[minmax(0,1fr)_6rem_3.25rem] items-center gap-2 text-sm">
      <div className={row.look === 'live' ? 'text-ok' : 'text-faint'}>
        <dt className="sr-only">{t('relay.sending')}</dt>
        <dd>
          <Sparkline
            values={ratesOf(history)}
            capacity={HISTORY - 1}
            label={t('relay.rate_history', { rate: format.kbps(rate ?? 0) })}
          />
        </dd>
      </div>
      <div className="text-right">
        <dt className="sr-only">{t('relay.sending')}</dt>
        <dd className="font-semibold">{rate === null ? '–' : format.kbps(rate)}</dd>
        <dd className="text-xs text-muted" data-testid="relay-received">
          {share === null || row.look !== 'live'
            ? ''
            : t('relay.received', { percent: format.percent(share) })}
        </dd>
      </div>
      <div className="text-right text-muted">
        <dt className="sr-only">{t('relay.time_live')}</dt>
        <dd>{since === null ? '–' : format.clock((now - live.clockOffset - Date.parse(since)) / 1000)}</dd>
      </div>
    </dl>
  );
}
