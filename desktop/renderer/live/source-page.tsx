import type { SourceView } from '@neustream/shared/sources/schemas.ts';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useParams } from 'react-router';
import { useApi } from '../api/context.tsx';
import { AddDestinationDialog, destinationQueries } from '../destinations/public.ts';
import { useText } from '../i18n/text.ts';
import { useOffers } from '../page/actions/offers.ts';
import { FailureNotice } from '../page/failure-notice.tsx';
import { LoadFailure } from '../page/load-failure.tsx';
import { sourceQueries } from '../sources/public.ts';
import { Skeleton } from '../ui/skeleton.tsx';
import { liveOffers } from './actions.ts';
import { Announcer } from './announcer.tsx';
import { EncoderCard } from './encoder-card.tsx';
import { EndDialog } from './end-dialog.tsx';
import { Preview } from './preview/preview.tsx';
import { QualityNotice } from './quality-notice.tsx';
import { DestinationList } from './relays/destination-list.tsx';
import { destinationRows } from './relays/destination-rows.ts';
import { SessionNotices } from './session-notices.tsx';
import { TitleDialog } from './session-title.tsx';
import { SourceHead } from './source-head.tsx';
import { useSessionActions } from './state/session-actions.ts';
import { useSourceSession } from './state/use-source-session.ts';
import { StatsStrip } from './stats-strip.tsx';
import { Timeline } from './timeline.tsx';

/** The live page: everything about one source, before, while and after it is live. */
export function SourcePage() {
  const { sourceId = '' } = useParams();
  return <LivePage key={sourceId} sourceId={sourceId} />;
}

function LivePage({ sourceId }: { sourceId: string }) {
  const { data: source, isError, error, refetch } = useQuery(sourceQueries.one(useApi(), sourceId));
  if (source !== undefined) return <LiveSource source={source} />;
  return isError ? <LoadFailure error={error} onRetry={() => refetch()} /> : <PageSkeleton />;
}

function LiveSource({ source }: { source: SourceView }) {
  const { t } = useText();
  const [shown, show] = useState<'add' | 'end' | 'title' | null>(null);
  const close = (): void => show(null);
  const destinations = useQuery(destinationQueries.of(useApi(), source.id));
  const { live, session, last, around } = useSourceSession(source.id);
  const { goLive, end } = useSessionActions(source.id);
  const rows = destinationRows(destinations.data ?? [], session);
  const ending = end.isPending || session?.status === 'ENDING';
  const offers = liveOffers({
    session,
    last,
    ready: rows.some((row) => row.saved?.is_active === true),
    starting: goLive.isPending,
    ending,
    start: () => goLive.mutate({}),
    show,
  });
  useOffers(Object.values(offers));
  return (
    <>
      <title>{`${source.name} · ${t('common.product')}`}</title>
      <SourceHead
        source={source}
        session={session}
        last={last}
        starting={goLive.isPending}
        ending={ending}
        offers={offers}
      />
      <div className="mb-4 flex flex-col gap-3 empty:hidden">
        <FailureNotice error={goLive.error ?? end.error} />
        <QualityNotice session={session} />
      </div>
      <SessionNotices session={session} />
      <StatsStrip live={live} session={session} rows={rows} />
      <div className="mt-4 grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_20rem] xl:grid-cols-[minmax(0,1fr)_21rem] 2xl:grid-cols-[minmax(0,1fr)_24rem]">
        <div className="flex min-w-0 flex-col gap-4 max-lg:contents">
          <DestinationList
            sourceId={source.id}
            rows={rows}
            loading={destinations.isPending}
            live={live}
            session={session}
            add={offers.addDestination}
          />
          <Timeline session={session ?? last} />
        </div>
        <div className="flex min-w-0 flex-col gap-4 max-lg:contents">
          <Preview
            session={session}
            preview={around?.preview ?? null}
            engine={around?.endpoints.engine ?? null}
          />
          <EncoderCard source={source} live={live} session={session} endpoints={around?.endpoints} />
        </div>
      </div>
      <AddDestinationDialog
        open={shown === 'add'}
        onClose={close}
        sourceId={source.id}
        isLive={session !== null}
      />
      <TitleDialog session={session} open={shown === 'title'} onClose={close} />
      <EndDialog
        open={shown === 'end' && session !== null}
        onClose={close}
        onConfirm={() => {
          close();
          end.mutate();
        }}
      />
      <Announcer session={session} rows={rows} />
    </>
  );
}

function PageSkeleton() {
  return (
    <div aria-busy="true">
      <Skeleton className="mb-6 h-13 w-72" />
      <Skeleton className="h-22" />
      <div className="mt-4 grid gap-4 lg:grid-cols-[minmax(0,1fr)_24rem]">
        <Skeleton className="h-80" />
        <Skeleton className="h-80" />
      </div>
    </div>
  );
}
