import type { SessionView } from '@neustream/shared/live/schemas.ts';
import { Link } from 'react-router';
import { useFormat } from '../i18n/language.ts';
import { useText } from '../i18n/text.ts';
import { Notice } from '../ui/notice.tsx';

/** The encoder exceeds the plan's quality: how long that is allowed, and the two ways to resolve it. */
export function QualityNotice({ session }: { session: SessionView | null }) {
  const { t } = useText();
  const format = useFormat();
  if (session === null || session.quality_ends_at === null) return null;
  const warning = session.events.findLast(({ kind }) => kind === 'quality.warning');
  const best = warning?.data.best_quality;
  return (
    <Notice tone="wait" role="alert" title={t('live.quality_title')}>
      <p>
        {t(typeof best === 'string' ? 'live.quality_text' : 'live.quality_text_unknown', {
          best: String(best ?? ''),
          time: format.time(session.quality_ends_at),
        })}
      </p>
      <Link to="/account#plans" className="font-medium text-accent-text hover:underline">
        {t('billing.see_plans')}
      </Link>
    </Notice>
  );
}
