import { ApiFailure } from '@neustream/shared/contracts/failure.ts';
import CloudOff from 'lucide-react/icons/cloud-off';
import { useFailureText } from '../api/use-failure-text.ts';
import { useText } from '../i18n/text.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { NotFoundPage } from './error-pages.tsx';

/** Shown in a page's place when its content could not be loaded. */
export function LoadFailure({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const { t } = useText();
  const { message, action } = useFailureText()(error);
  if (error instanceof ApiFailure && (error.status === 404 || error.status === 422)) return <NotFoundPage />;
  return (
    <div role="alert">
      <EmptyState
        icon={<CloudOff aria-hidden />}
        title={message}
        text={action}
        action={<Button onClick={onRetry}>{t('common.try_again')}</Button>}
      />
    </div>
  );
}
