import { ApiFailure } from '@neustream/shared/contracts/failure.ts';
import { Link } from 'react-router';
import { planLimitOf } from '../api/failure.ts';
import { useFailureText } from '../api/use-failure-text.ts';
import { useFormat } from '../i18n/language.ts';
import { useText } from '../i18n/text.ts';
import { Notice } from '../ui/notice.tsx';
import { limitText } from './limit-text.ts';

/** A request that failed: what happened, what to do, and for a plan limit which one it is and where to raise it. */
export function FailureNotice({ error }: { error: unknown }) {
  const { t } = useText();
  const format = useFormat();
  const text = useFailureText();
  if (error === null || error === undefined) return null;
  const limit = planLimitOf(error);
  if (limit !== null) {
    return (
      <Notice tone="wait" role="alert" title={t('billing.limit_met_title')}>
        <p>{limitText(limit, t, format)}</p>
        <Link to="/account#plans" className="font-medium text-accent-text hover:underline">
          {t('billing.see_plans')}
        </Link>
      </Notice>
    );
  }
  const { message, action } = text(error);
  return (
    <Notice tone="bad" role="alert" title={message}>
      <p>{action}</p>
      {error instanceof ApiFailure && error.fault === 'ours' && error.requestId !== null && (
        <p className="text-sm text-muted">{t('errors.reference', { id: error.requestId })}</p>
      )}
    </Notice>
  );
}
