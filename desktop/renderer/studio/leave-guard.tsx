import { useEffect } from 'react';
import { useBlocker } from 'react-router';
import { useText } from '../i18n/text.ts';
import { ConfirmDialog } from '../ui/dialog.tsx';

/** Asks before the studio is left while it sends: whoever watches would see nothing any more. */
export function LeaveGuard({ onAir }: { onAir: boolean }) {
  const { t } = useText();
  const blocker = useBlocker(({ currentLocation, nextLocation }) => {
    return onAir && currentLocation.pathname !== nextLocation.pathname;
  });
  useEffect(() => {
    if (!onAir) return;
    // The browser asks in its own words.
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [onAir]);
  return (
    <ConfirmDialog
      open={blocker.state === 'blocked'}
      onClose={() => blocker.reset?.()}
      onConfirm={() => blocker.proceed?.()}
      title={t('studio.leave_title')}
      text={t('studio.leave_text')}
      confirm={t('studio.leave')}
      keep={t('studio.stay')}
    />
  );
}
