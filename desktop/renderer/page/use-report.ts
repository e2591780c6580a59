import { useCallback } from 'react';
import { useFailureText } from '../api/use-failure-text.ts';
import { useNotify } from '../ui/toast.tsx';

/** Shows a short notice that something failed: what happened and what to do. */
export function useReport(): (error: unknown) => void {
  const notify = useNotify();
  const text = useFailureText();
  return useCallback(
    (error) => {
      const { message, action } = text(error);
      notify(message, action === '' ? { error: true } : { description: action, error: true });
    },
    [notify, text],
  );
}
