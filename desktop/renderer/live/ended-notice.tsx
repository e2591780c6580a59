import type { SessionView } from '@neustream/shared/live/schemas.ts';
import { useEffect, useState } from 'react';
import { Link } from 'react-router';
import { useFormat } from '../i18n/language.ts';
import { useText } from '../i18n/text.ts';
import { buttonClass } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import type { SourceLive } from './live-state.ts';

/** Says that the session which was open on this page has ended, with the way to its report. */
export function EndedNotice({ live, session }: { live: SourceLive; session: SessionView | null }) {
  const { t } = useText();
  const format = useFormat();
  const [last, setLast] = useState<SessionView | null>(null);
  const held = live.session;

  useEffect(() => {
    if (held !== null) setLast(held);
  }, [held]);

  if (session !== null || last === null) return null;
  const until = last.ended_at ?? last.as_of;
  const seconds = (Date.parse(until) - Date.parse(last.live_at ?? last.started_at)) / 1000;
  const reason = last.end_reason;
  return (
    <Notice
      tone={reason === null || reason === 'USER_ENDED' ? 'info' : 'wait'}
      action={
        <Link to={`/sessions/${last.id}`} className={buttonClass('secondary', 'sm')}>
          {t('live.view_report')}
        </Link>
      }
    >
      <p>{t('live.ended', { duration: format.duration(seconds) })}</p>
      {reason !== null && reason !== 'USER_ENDED' && <p>{t(`sessions.end_reason.${reason}`)}</p>}
    </Notice>
  );
}
