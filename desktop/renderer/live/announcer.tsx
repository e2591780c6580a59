import type { SessionView } from '@neustream/shared/live/schemas.ts';
import { useEffect, useRef, useState } from 'react';
import { useText } from '../i18n/text.ts';
import { sessionLook } from '../sessions/public.ts';
import type { DestinationRow } from './relays/destination-rows.ts';

/** Speaks changes of the session's and each destination's state to screen readers. */
export function Announcer({
  session,
  rows,
}: {
  session: SessionView | null;
  rows: readonly DestinationRow[];
}) {
  const { t } = useText();
  const [spoken, setSpoken] = useState('');
  const before = useRef<Record<string, string>>({});
  const look = sessionLook(session);

  useEffect(() => {
    const known = before.current;
    const now: Record<string, string> = { session: look };
    const news: string[] = [];
    if (known.session !== undefined && known.session !== look) news.push(t(`live.status_${look}`));
    for (const row of rows) {
      now[row.id] = row.look;
      if (known[row.id] === undefined || known[row.id] === row.look) continue;
      news.push(t('live.announce_status', { name: row.name, status: t(`relay.status.${row.look}`) }));
    }
    before.current = now;
    if (news.length > 0) setSpoken(news.join('. '));
  }, [look, rows, t]);

  return (
    <div role="status" aria-live="polite" className="sr-only">
      {spoken}
    </div>
  );
}
