import { FIELD_CODES, type FieldError } from '@neustream/shared/contracts/errors.ts';
import { fieldSentence } from '@neustream/shared/contracts/field-error.ts';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { Texts } from './texts.ts';

/**
 * The server's sentence for a failure in the language being shown, looked up by its code; null when there is none. In
 * English the server's own sentence is used.
 */
export function useFailureSentence(): (code: string) => { message: string; action: string } | null {
  const { i18n } = useTranslation();
  const texts = i18n.getResourceBundle(i18n.language, 'translation') as Partial<Texts> | undefined;
  return useCallback((code) => texts?.failures?.[code] ?? null, [texts]);
}

/**
 * What is wrong with a field, by its code, in the language being shown; for an unknown code, the server's own sentence.
 */
export function useFieldSentence(): (problem: FieldError & { sentence?: string | undefined }) => string {
  const { i18n } = useTranslation();
  const texts = i18n.getResourceBundle(i18n.language, 'translation') as Partial<Texts> | undefined;
  return useCallback(
    ({ code, params, sentence }) => {
      const isKnown = Object.hasOwn(FIELD_CODES, code);
      if (!isKnown && sentence !== undefined) return sentence;
      return fieldSentence({ code, params }, texts?.fields);
    },
    [texts],
  );
}
