import type { SessionView } from '@neustream/shared/live/schemas.ts';
import { Link } from 'react-router';
import { useFormat } from '../i18n/language.ts';
import { useText } from '../i18n/text.ts';

/** Says that the session which was open on this page has ended, why, and where its report is. */
export function EndedLine({ session }: { session: SessionView }) {
  const { t } = useText();
  const format = useFormat();
  const until = session.ended_at ?? session.as_of;
  const seconds = (Date.parse(until) - Date.parse(session.live_at ?? session.started_at)) / 1000;
  const reason = session.end_reason;
  return (
    <span role="status" className="truncate">
      {t('live.ended', { duration: format.duration(seconds) })}{' '}
      {reason !== null &&
        reason !== 'USER_ENDED' &&
        `${t('events.because', { reason: t(`sessions.end_reason.${reason}`) })} `}
      <Link to={`/sessions/${session.id}`} className="font-medium text-accent-text hover:underline">
        {t('live.view_report')}
      </Link>
    </span>
  );
}
