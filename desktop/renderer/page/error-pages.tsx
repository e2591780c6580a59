import Compass from 'lucide-react/icons/compass';
import RotateCcw from 'lucide-react/icons/rotate-ccw';
import { Link } from 'react-router';
import { useText } from '../i18n/text.ts';
import { Button, buttonClass } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';

export function NotFoundPage() {
  const { t } = useText();
  return (
    <div className="grid min-h-[60vh] place-items-center">
      <title>{t('shell.not_found_title')}</title>
      <EmptyState
        icon={<Compass aria-hidden />}
        heading="h1"
        title={t('shell.not_found_title')}
        text={t('shell.not_found_text')}
        action={
          <Link to="/sources" className={buttonClass('primary')}>
            {t('shell.not_found_action')}
          </Link>
        }
      />
    </div>
  );
}

/** Shown when a page threw; the rest of the window keeps working. */
export function CrashPage() {
  const { t } = useText();
  return (
    <div role="alert" className="grid min-h-[60vh] place-items-center">
      <EmptyState
        icon={<RotateCcw aria-hidden />}
        heading="h1"
        title={t('shell.crash_title')}
        text={t('shell.crash_text')}
        action={
          <Button variant="primary" onClick={() => location.reload()}>
            {t('shell.crash_action')}
          </Button>
        }
      />
    </div>
  );
}
