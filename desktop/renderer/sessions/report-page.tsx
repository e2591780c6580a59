import type { SessionReport } from '@neustream/shared/live/schemas.ts';
import { useQuery } from '@tanstack/react-query';
import ChevronLeft from 'lucide-react/icons/chevron-left';
import Printer from 'lucide-react/icons/printer';
import type { ReactNode } from 'react';
import { Link, useParams } from 'react-router';
import { useApi } from '../api/context.tsx';
import { useFormat } from '../i18n/language.ts';
import { useText } from '../i18n/text.ts';
import { LoadFailure } from '../page/load-failure.tsx';
import { PageHead } from '../page/page-head.tsx';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { EventList } from './event-list.tsx';
import { sessionQueries } from './queries.ts';
import { AvailabilityCard } from './report-availability.tsx';
import { IncidentsCard } from './report-incidents.tsx';

/** What happened in a session and whose fault it was, suitable for printing. */
export function ReportPage() {
  const { t } = useText();
  const { sessionId = '' } = useParams();
  const report = useQuery(sessionQueries.report(useApi(), sessionId));
  if (report.data === undefined) {
    return report.isError ? (
      <LoadFailure error={report.error} onRetry={() => report.refetch()} />
    ) : (
      <Skeleton className="h-96" />
    );
  }
  const { session, events } = report.data;
  return (
    <>
      <Link
        to="/sessions"
        className="no-print -ml-1 inline-flex items-center gap-0.5 rounded text-sm text-muted hover:text-text"
      >
        <ChevronLeft aria-hidden className="size-4" />
        {t('report.back')}
      </Link>
      <PageHead
        title={session.title === '' ? session.source_name : session.title}
        text={t('report.title')}
        action={
          <Button
            className="no-print"
            icon={<Printer aria-hidden className="size-4" />}
            onClick={() => print()}
          >
            {t('common.print')}
          </Button>
        }
      />
      <Summary report={report.data} />
      <div className="mt-4 flex flex-col gap-4">
        <AvailabilityCard report={report.data} />
        <IncidentsCard incidents={report.data.incidents} />
        <Card title={t('report.timeline')}>
          <EventList events={events} />
        </Card>
      </div>
    </>
  );
}

function Summary({ report: { session } }: { report: SessionReport }) {
  const { t } = useText();
  const format = useFormat();
  return (
    <dl className="grid grid-cols-2 gap-px overflow-hidden rounded-xl border border-line bg-line shadow-card lg:grid-cols-4">
      <Figure label={t('report.started')}>{format.dateTime(session.started_at)}</Figure>
      <Figure label={t('report.duration')}>{format.duration(session.duration_seconds)}</Figure>
      <Figure label={t('report.interruptions')}>{format.number(session.interruptions)}</Figure>
      <Figure label={t('report.result')}>
        {session.end_reason === null ? t('sessions.running') : t(`sessions.end_reason.${session.end_reason}`)}
      </Figure>
    </dl>
  );
}

function Figure({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="bg-surface px-4 py-3.5 sm:px-5">
      <dt className="text-sm text-muted">{label}</dt>
      <dd className="nums mt-0.5 font-semibold">{children}</dd>
    </div>
  );
}
