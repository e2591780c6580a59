import type { SessionView } from '@neustream/shared/live/schemas.ts';
import { Link } from 'react-router';
import { useFormat } from '../i18n/language.ts';
import { useText } from '../i18n/text.ts';

export interface EndedLineProps {
  session: SessionView;
  /** Whether a publish alone starts a session of its source, when nothing keeps it out. */
  liveOnPublish: boolean;
}

/** Says that the session which was open on this page has ended, why, where its report is, and what starts the next. */
export function EndedLine({ session, liveOnPublish }: EndedLineProps) {
  const { t } = useText();
  const format = useFormat();
  const until = session.ended_at ?? session.as_of;
  const seconds = (Date.parse(until) - Date.parse(session.live_at ?? session.started_at)) / 1000;
  const reason = session.end_reason;
  // One that was ended before any encoder came keeps none out.
  const keptOut = reason === 'USER_ENDED' && session.live_at !== null && liveOnPublish;
  return (
    <span role="status">
      {t('live.ended', { duration: format.duration(seconds) })}{' '}
      {reason !== null &&
        reason !== 'USER_ENDED' &&
        `${t('events.because', { reason: t(`sessions.end_reason.${reason}`) })} `}
      <Link to={`/sessions/${session.id}`} className="font-medium text-accent-text hover:underline">
        {t('live.view_report')}
      </Link>
      {keptOut && <span className="block max-w-md text-sm">{t('live.kept_out')}</span>}
    </span>
  );
}
