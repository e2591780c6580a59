import type { FieldError } from '@neustream/shared/contracts/errors.ts';
import { fieldErrorsOf } from '@neustream/shared/contracts/field-error.ts';
import type { FormEvent } from 'react';
import { useEffect, useRef, useState } from 'react';
import type { z } from 'zod';
import { useFieldSentence } from '../i18n/server-sentences.ts';

export interface FormOptions<S extends z.ZodType, V> {
  schema: S;
  initial: V;
  /** Turns what was typed into what the schema checks; the same when left out. */
  shape?: (values: V) => unknown;
  submit: (input: z.output<S>) => Promise<unknown>;
  /** What is wrong per field of a failed submit; empty when the failure is about something else. */
  fieldsOf: (error: unknown) => Record<string, FieldError | string>;
}

export interface Form<V> {
  values: V;
  set: (change: Partial<V>) => void;
  errors: Record<string, string>;
  /** A failure that is not about fields. */
  failure: unknown;
  busy: boolean;
  onSubmit: (event: FormEvent<HTMLFormElement>) => void;
}

/** A form checked by the contract's schema before it is sent, and by the server after. */
export function useForm<S extends z.ZodType, V extends object>(options: FormOptions<S, V>): Form<V> {
  const fieldSentence = useFieldSentence();
  const [values, setValues] = useState(options.initial);
  const [errors, setErrors] = useState<Record<string, FieldError | string>>({});
  const [failure, setFailure] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const form = useRef<HTMLFormElement | null>(null);

  useEffect(() => {
    if (Object.keys(errors).length > 0)
      form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [errors]);

  async function send(): Promise<void> {
    const parsed = options.schema.safeParse(options.shape?.(values) ?? values, { reportInput: true });
    setFailure(null);
    if (!parsed.success) {
      setErrors(fieldErrorsOf(parsed.error));
      return;
    }
    setErrors({});
    setBusy(true);
    try {
      await options.submit(parsed.data);
    } catch (error) {
      const fields = options.fieldsOf(error);
      if (Object.keys(fields).length > 0) setErrors(fields);
      else setFailure(error);
    } finally {
      setBusy(false);
    }
  }

  const translated = Object.fromEntries(
    Object.entries(errors).map(([field, error]) => [field, fieldSentence(error)]),
  );
  return {
    values,
    set: (change) => {
      setValues({ ...values, ...change });
      setErrors(Object.fromEntries(Object.entries(errors).filter(([field]) => !(field in change))));
    },
    errors: translated,
    failure,
    busy,
    onSubmit: (event) => {
      event.preventDefault();
      event.stopPropagation();
      form.current = event.currentTarget;
      if (!busy) void send();
    },
  };
}
