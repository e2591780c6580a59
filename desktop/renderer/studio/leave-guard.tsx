import { useEffect } from 'react';
import { useBlocker } from 'react-router';
import { useText } from '../i18n/text.ts';
import { ConfirmDialog } from '../ui/lazy-confirm.ts';

/** Asks before the studio is left while it sends or records: viewers would see nothing any more, and a recording ends. */
export function LeaveGuard({ at }: { at: 'live' | 'recording' | null }) {
  const { t } = useText();
  const blocker = useBlocker(({ currentLocation, nextLocation }) => {
    return at !== null && currentLocation.pathname !== nextLocation.pathname;
  });
  useEffect(() => {
    if (at === null) return;
    // The browser asks in its own words.
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [at]);
  return (
    <ConfirmDialog
      open={blocker.state === 'blocked'}
      onClose={() => blocker.reset?.()}
      onConfirm={() => blocker.proceed?.()}
      title={t(at === 'recording' ? 'studio.leave_recording_title' : 'studio.leave_title')}
      text={t(at === 'recording' ? 'studio.leave_recording_text' : 'studio.leave_text')}
      confirm={t('studio.leave')}
      keep={t('studio.stay')}
    />
  );
}
