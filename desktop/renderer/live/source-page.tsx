import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useParams } from 'react-router';
import { useApi } from '../api/context.tsx';
import { AddDestinationDialog, destinationQueries } from '../destinations/public.ts';
import { useText } from '../i18n/text.ts';
import { FailureNotice } from '../page/failure-notice.tsx';
import { LoadFailure } from '../page/load-failure.tsx';
import { sourceQueries } from '../sources/public.ts';
import { Skeleton } from '../ui/skeleton.tsx';
import { Announcer } from './announcer.tsx';
import { EncoderCard } from './encoder-card.tsx';
import { Preview } from './preview/preview.tsx';
import { DestinationList } from './relays/destination-list.tsx';
import { destinationRows } from './relays/destination-rows.ts';
import { SessionNotices } from './session-notices.tsx';
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
  const { t } = useText();
  const api = useApi();
  const [adding, setAdding] = useState(false);
  const source = useQuery(sourceQueries.one(api, sourceId));
  const destinations = useQuery(destinationQueries.of(api, sourceId));
  const { live, session, last, around } = useSourceSession(sourceId);
  const { goLive, end } = useSessionActions(sourceId);

  if (source.data === undefined) {
    return source.isError ? (
      <LoadFailure error={source.error} onRetry={() => source.refetch()} />
    ) : (
      <PageSkeleton />
    );
  }
  const rows = destinationRows(destinations.data ?? [], session);
  const ready = rows.some((row) => row.saved?.is_active === true);
  return (
    <>
      <title>{`${source.data.name} · ${t('common.product')}`}</title>
      <SourceHead
        source={source.data}
        session={session}
        last={last}
        starting={goLive.isPending}
        ending={end.isPending}
        onGoLive={() => (ready ? goLive.mutate() : setAdding(true))}
        onEnd={() => end.mutate()}
      />
      <div className="mb-4 flex flex-col gap-3 empty:hidden">
        <FailureNotice error={goLive.error ?? end.error} />
      </div>
      <SessionNotices session={session} />
      <StatsStrip live={live} session={session} rows={rows} />
      <div className="mt-4 grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_20rem] xl:grid-cols-[minmax(0,1fr)_21rem] 2xl:grid-cols-[minmax(0,1fr)_24rem]">
        <div className="flex min-w-0 flex-col gap-4 max-lg:contents">
          <DestinationList
            sourceId={sourceId}
            rows={rows}
            loading={destinations.isPending}
            live={live}
            session={session}
            onAdd={() => setAdding(true)}
          />
          <Timeline session={session ?? last} />
        </div>
        <div className="flex min-w-0 flex-col gap-4 max-lg:contents">
          <Preview
            session={session}
            preview={around?.preview ?? null}
            engine={around?.endpoints.engine ?? null}
          />
          <EncoderCard sourceId={sourceId} live={live} session={session} endpoints={around?.endpoints} />
        </div>
      </div>
      <AddDestinationDialog
        open={adding}
        onClose={() => setAdding(false)}
        sourceId={sourceId}
        isLive={session !== null}
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
