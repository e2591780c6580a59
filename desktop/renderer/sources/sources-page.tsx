import { useQuery } from '@tanstack/react-query';
import ChevronRight from 'lucide-react/icons/chevron-right';
import Radio from 'lucide-react/icons/radio';
import { Link, useLocation, useNavigate } from 'react-router';
import type { Answer } from '../api/client.ts';
import { useApi } from '../api/context.tsx';
import { PlatformMark } from '../destinations/public.ts';
import { useFormat } from '../i18n/language.ts';
import { useText } from '../i18n/text.ts';
import { offer } from '../page/actions/action.ts';
import { ActionButton } from '../page/actions/action-button.tsx';
import { FormDialog } from '../page/forms/form-dialog.tsx';
import { LoadFailure } from '../page/load-failure.tsx';
import { PageHead } from '../page/page-head.tsx';
import { type SessionLook, SessionPill } from '../sessions/public.ts';
import { buttonClass } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { createSource, isCreating } from './actions.ts';
import { sourceQueries } from './queries.ts';
import { NewSourceForm } from './source-dialog.tsx';

type ListedSource = Answer<'streamsInfo'>['sources'][number];

/** All sources of the account. */
export function SourcesPage() {
  const { t } = useText();
  const navigate = useNavigate();
  const creating = isCreating(useLocation().state);
  const streams = useQuery({ ...sourceQueries.list(useApi()), refetchInterval: 10_000 });
  const sources = streams.data?.sources;
  const empty = sources?.length === 0;
  return (
    <>
      <PageHead
        title={t('sources.title')}
        text={t('sources.text')}
        action={!empty && <ActionButton offer={offer(createSource, undefined)} variant="primary" />}
      />
      {sources === undefined && streams.isError && (
        <LoadFailure error={streams.error} onRetry={() => streams.refetch()} />
      )}
      {sources === undefined && !streams.isError && <Skeleton className="h-22" />}
      {empty && (
        <Card>
          <EmptyState
            icon={<Radio aria-hidden />}
            title={t('sources.empty_title')}
            text={t('sources.empty_text')}
            action={
              <Link to="/welcome" className={buttonClass('primary')}>
                {t('sources.empty_action')}
              </Link>
            }
          />
        </Card>
      )}
      <ul className="flex flex-col gap-3">
        {sources?.map((source) => (
          <SourceItem key={source.id} source={source} />
        ))}
      </ul>
      {streams.data !== undefined && !empty && <UsageLine usage={streams.data.usage} />}
      <FormDialog
        open={creating}
        onClose={() => void navigate('/sources', { replace: true })}
        title={t('sources.new_title')}
        text={t('sources.new_text')}
      >
        <NewSourceForm onCreated={(source) => void navigate(`/sources/${source.id}`)} />
      </FormDialog>
    </>
  );
}

const LOOKS: Record<string, SessionLook> = { STARTING: 'starting', LIVE: 'live', ENDING: 'ending' };

function SourceItem({ source }: { source: ListedSource }) {
  const { t } = useText();
  return (
    <li className="relative flex items-center gap-4 rounded-xl border border-line bg-surface px-5 py-4 shadow-card transition-colors focus-within:border-edge hover:border-edge">
      <div className="min-w-0 flex-1">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <h2 className="truncate text-lg font-semibold">
            <Link to={`/sources/${source.id}`} className="after:absolute after:inset-0 after:rounded-xl">
              {source.name}
            </Link>
          </h2>
          <SessionPill look={LOOKS[source.session_status ?? ''] ?? 'offline'} />
        </div>
        <p className="mt-0.5 truncate text-sm text-muted">
          {t('sources.destinations', { count: source.destinations.length })}
          {source.description !== '' && ` · ${source.description}`}
        </p>
      </div>
      <div className="flex -space-x-2 max-sm:hidden">
        {source.destinations.slice(0, 6).map((destination) => (
          <PlatformMark
            key={destination.id}
            platform={destination.platform}
            dimmed={!destination.is_active}
          />
        ))}
      </div>
      <ChevronRight aria-hidden className="size-4 shrink-0 text-faint" />
    </li>
  );
}

function UsageLine({ usage }: { usage: Answer<'streamsInfo'>['usage'] }) {
  const { t } = useText();
  const format = useFormat();
  const used = format.hours(usage.hours_this_month * 3600);
  return (
    <p className="nums mt-4 text-sm text-muted">
      {usage.hours_limit === null
        ? t('billing.month_used_unlimited', { used })
        : t('billing.month_used', { used, limit: format.hours(usage.hours_limit * 3600) })}
    </p>
  );
}
