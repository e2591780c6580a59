import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { Texts } from './texts.ts';

/** The server says what failed in English; other languages look it up by its code, null when they have none. */
export function useFailureSentence(): (code: string) => { message: string; action: string } | null {
  const { i18n } = useTranslation();
  const texts = i18n.getResourceBundle(i18n.language, 'translation') as Partial<Texts> | undefined;
  return useCallback((code) => texts?.failures?.[code] ?? null, [texts]);
}

/** The contract says its sentences about fields in English; other languages look them up by that text. */
export function useFieldSentence(): (english: string) => string {
  const { i18n } = useTranslation();
  const texts = i18n.getResourceBundle(i18n.language, 'translation') as Partial<Texts> | undefined;
  return (english) => texts?.fields?.[english] ?? english;
}
