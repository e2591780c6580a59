import { useEffect } from 'react';
import { useText } from '../i18n/text.ts';
import { useCollection } from '../scenes/public.ts';
import { useNotify } from '../ui/toast.tsx';
import type { StudioParts } from './parts.ts';

/** Tells what failed inside of the engine and the mixer, where nothing else does. */
export function useTellFailures({ engine, mixer }: StudioParts): void {
  const { t } = useText();
  const notify = useNotify();
  useEffect(() => {
    let told = false;
    return engine.on((message) => {
      // What becomes of a stream or recording whose encoder broke is told with it.
      if (message.type !== 'broken' || message.where === 'encoder') return;
      reportError(new Error(`engine, ${message.where}: ${message.message}`));
      if (!told) notify(t('studio.broken'), { description: t('studio.broken_text'), error: true });
      told = true;
    });
  }, [engine, notify, t]);
  useEffect(
    () =>
      mixer.onSuppressionFailed((inputId) => {
        const input = useCollection.getState().collection?.inputs.find(({ id }) => id === inputId);
        const name = input?.name ?? '';
        notify(t('studio.suppression_failed', { name }), {
          description: t('studio.suppression_failed_text'),
          error: true,
        });
      }),
    [mixer, notify, t],
  );
}
