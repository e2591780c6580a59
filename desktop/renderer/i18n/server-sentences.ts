import { FIELD_CODES, type FieldError } from '@neustream/shared/contracts/errors.ts';
import { fieldSentence } from '@neustream/shared/contracts/field-error.ts';
import { useCallback } from 'react';
import { useSpoken } from './language.ts';

/**
 * The server's sentence for a failure in the language being shown, looked up by its code; null when there is none. In
 * English the server's own sentence is used.
 */
export function useFailureSentence(): (code: string) => { message: string; action: string } | null {
  const texts = useSpoken((spoken) => spoken.texts);
  return useCallback((code) => texts.failures?.[code] ?? null, [texts]);
}

/**
 * What is wrong with a field, by its code, in the language being shown; for an unknown code, the server's own sentence.
 */
export function useFieldSentence(): (problem: FieldError & { sentence?: string | undefined }) => string {
  const texts = useSpoken((spoken) => spoken.texts);
  return useCallback(
    ({ code, params, sentence }) => {
      const isKnown = Object.hasOwn(FIELD_CODES, code);
      if (!isKnown && sentence !== undefined) return sentence;
      return fieldSentence({ code, params }, texts.fields);
    },
    [texts],
  );
}
