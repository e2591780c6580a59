import { useEffect, useRef } from 'react';
import { useText } from '../i18n/text.ts';
import { useRecording } from '../recording/public.ts';
import { useCollection } from '../scenes/public.ts';
import { useNotify } from '../ui/toast.tsx';
import type { StudioParts } from './parts.ts';

/** Starts and ends a recording of what viewers would see, and tells how it ended. */
export function useRecordingButton(
  { recording, broadcast }: StudioParts,
  heard: readonly { id: string; name: string }[],
): {
  isRecording: boolean;
  toggle: () => void;
} {
  const { t } = useText();
  const notify = useNotify();
  const state = useRecording((all) => all.state);
  const isRecording = state?.state === 'recording';
  const told = useRef(state);
  useEffect(() => {
    if (state === told.current) return;
    told.current = state;
    if (state?.state === 'finished') notify(t('studio.recorded'));
    if (state?.state !== 'failed') return;
    const isFull = state.problem === 'QuotaExceededError';
    const description = t(isFull ? 'studio.record_full' : 'studio.record_broken');
    notify(t('studio.record_failed'), { description, error: true });
  }, [state, notify, t]);
  return {
    isRecording,
    toggle: () => {
      if (isRecording) {
        recording.stop();
        return;
      }
      recording.start(broadcast.composed(useCollection.getState().canvas), {
        now: new Date(),
        title: t('studio.programme'),
        inputs: heard,
      });
    },
  };
}
