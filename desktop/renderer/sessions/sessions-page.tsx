import type { SessionSummary } from '@neustream/shared/live/schemas.ts';
import { useInfiniteQuery } from '@tanstack/react-query';
import History from 'lucide-react/icons/history';
import { Link } from 'react-router';
import { useApi } from '../api/context.tsx';
import { useFormat } from '../i18n/language.ts';
import { useText } from '../i18n/text.ts';
import { LoadFailure } from '../page/load-failure.tsx';
import { PageHead } from '../page/page-head.tsx';
import { Button, buttonClass } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { cx } from '../ui/cx.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { sessionQueries } from './queries.ts';

/** Past and present sessions, newest first. */
export function SessionsPage() {
  const { t } = useText();
  const list = useInfiniteQuery(sessionQueries.list(useApi()));
  const sessions = list.data?.pages.flatMap((page) => page.sessions);
  return (
    <>
      <PageHead title={t('sessions.title')} text={t('sessions.text')} />
      {sessions === undefined && list.isError && (
        <LoadFailure error={list.error} onRetry={() => list.refetch()} />
      )}
      {sessions === undefined && !list.isError && <Skeleton className="h-64" />}
      {sessions?.length === 0 && (
        <Card>
          <EmptyState
            icon={<History aria-hidden />}
            title={t('sessions.empty_title')}
            text={t('sessions.empty_text')}
            action={
              <Link to="/sources" className={buttonClass('primary')}>
                {t('sessions.empty_action')}
              </Link>
            }
          />
        </Card>
      )}
      {sessions !== undefined && sessions.length > 0 && (
        <Card flush>
          <SessionTable sessions={sessions} />
        </Card>
      )}
      {list.hasNextPage && (
        <div className="mt-4 flex justify-center">
          <Button busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            {t('common.load_more')}
          </Button>
        </div>
      )}
    </>
  );
}

const HEAD = 'px-4 py-2.5 font-medium whitespace-nowrap sm:px-5';
const CELL = 'px-4 py-3 sm:px-5';

function SessionTable({ sessions }: { sessions: readonly SessionSummary[] }) {
  const { t } = useText();
  return (
    <table className="w-full text-left">
      <thead className="border-b border-line text-sm text-muted">
        <tr>
          <th className={HEAD}>{t('sessions.column_session')}</th>
          <th className={cx(HEAD, 'max-sm:hidden')}>{t('sessions.column_started')}</th>
          <th className={cx(HEAD, 'text-right')}>{t('sessions.column_duration')}</th>
          <th className={cx(HEAD, 'text-right max-lg:hidden')}>{t('sessions.column_destinations')}</th>
          <th className={cx(HEAD, 'text-right max-md:hidden')}>{t('sessions.column_interruptions')}</th>
          <th className={cx(HEAD, 'max-lg:hidden')}>{t('sessions.column_result')}</th>
        </tr>
      </thead>
      <tbody className="divide-y divide-line">
        {sessions.map((session) => (
          <SessionLine key={session.id} session={session} />
        ))}
      </tbody>
    </table>
  );
}

function SessionLine({ session }: { session: SessionSummary }) {
  const { t } = useText();
  const format = useFormat();
  const running = session.ended_at === null;
  return (
    <tr className="relative hover:bg-hover">
      <td className={CELL}>
        <Link
          to={running ? `/sources/${session.source_id}` : `/sessions/${session.id}`}
          className="font-medium after:absolute after:inset-0"
        >
          {session.title === '' ? session.source_name : session.title}
        </Link>
        <div className="text-sm text-muted">
          <span className="sm:hidden">{format.dateTime(session.started_at)}</span>
          {session.title !== '' && <span className="max-sm:hidden">{session.source_name}</span>}
        </div>
      </td>
      <td className={cx(CELL, 'nums whitespace-nowrap text-muted max-sm:hidden')}>
        {format.dateTime(session.started_at)}
      </td>
      <td className={cx(CELL, 'nums text-right whitespace-nowrap')}>
        {format.duration(session.duration_seconds)}
      </td>
      <td className={cx(CELL, 'nums text-right max-lg:hidden')}>
        {format.number(session.destinations_count)}
      </td>
      <td
        className={cx(
          CELL,
          'nums text-right max-md:hidden',
          session.interruptions > 0 ? 'font-medium text-bad' : 'text-muted',
        )}
      >
        {session.interruptions === 0 ? t('sessions.no_interruptions') : format.number(session.interruptions)}
      </td>
      <td className={cx(CELL, 'text-sm text-muted max-lg:hidden')}>
        {running && <span className="font-medium text-live-text">{t('sessions.running')}</span>}
        {session.end_reason !== null && t(`sessions.end_reason.${session.end_reason}`)}
      </td>
    </tr>
  );
}
