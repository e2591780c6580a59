import { ApiFailure } from '@neustream/shared/contracts/failure.ts';
import { useCallback } from 'react';
import { useFailureSentence } from '../i18n/server-sentences.ts';
import { useText } from '../i18n/text.ts';

export interface FailureText {
  message: string;
  action: string;
}

const LOCAL_CODES = ['OFFLINE', 'TIMED_OUT', 'UNREADABLE'] as const;

/** What a failure says to people: what happened and what to do. */
export function useFailureText(): (error: unknown) => FailureText {
  const { t } = useText();
  const translated = useFailureSentence();
  return useCallback(
    (error) => {
      const code = error instanceof ApiFailure ? error.code : 'UNREADABLE';
      const local = LOCAL_CODES.find((known) => known === code);
      if (local !== undefined) return { message: t(`errors.${local}`), action: t(`errors.${local}_action`) };
      const failure = error as ApiFailure;
      const { message, action } = translated(code) ?? failure;
      const wait = failure.retryAfterSeconds;
      const waiting = failure.status === 429 && wait !== null;
      return { message, action: waiting ? t('errors.retry_after', { count: wait }) : action };
    },
    [t, translated],
  );
}
