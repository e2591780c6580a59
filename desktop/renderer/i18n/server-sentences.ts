import type { FieldError } from '@neustream/shared/contracts/errors.ts';
import { fieldSentence } from '@neustream/shared/contracts/field-error.ts';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { Texts } from './texts.ts';

/** The server says what failed in English; other languages look it up by its code, null when they have none. */
export function useFailureSentence(): (code: string) => { message: string; action: string } | null {
  const { i18n } = useTranslation();
  const texts = i18n.getResourceBundle(i18n.language, 'translation') as Partial<Texts> | undefined;
  return useCallback((code) => texts?.failures?.[code] ?? null, [texts]);
}

/** What is wrong with a field, by its code, in the language shown; a sentence stays as it is. */
export function useFieldSentence(): (error: FieldError | string) => string {
  const { i18n } = useTranslation();
  const texts = i18n.getResourceBundle(i18n.language, 'translation') as Partial<Texts> | undefined;
  return (error) => (typeof error === 'string' ? error : fieldSentence(error, texts?.fields));
}
