import type { Translate } from '../i18n/text.ts';
import { useText } from '../i18n/text.ts';
import { ApiFailure } from './failure.ts';

export interface FailureText {
  message: string;
  action: string;
}

const LOCAL_CODES = ['OFFLINE', 'TIMED_OUT', 'UNREADABLE'] as const;

/** What a failure says to people: what happened and what to do. */
export function failureText(error: unknown, t: Translate): FailureText {
  const code = error instanceof ApiFailure ? error.code : 'UNREADABLE';
  const local = LOCAL_CODES.find((known) => known === code);
  if (local !== undefined) return { message: t(`errors.${local}`), action: t(`errors.${local}_action`) };
  const failure = error as ApiFailure;
  const wait = failure.retryAfterSeconds;
  return {
    message: failure.message,
    action:
      failure.status === 429 && wait !== null ? t('errors.retry_after', { count: wait }) : failure.action,
  };
}

export function useFailureText(): (error: unknown) => FailureText {
  const { t } = useText();
  return (error) => failureText(error, t);
}
