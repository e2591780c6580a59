import { type BaseSyntheticEvent, useRef, useState } from 'react';
import {
  type Control,
  type DefaultValues,
  type FieldPath,
  type FieldValues,
  type UseFormClearErrors,
  type UseFormSetError,
  type UseFormSetValue,
  useForm,
} from 'react-hook-form';
import type { z } from 'zod';
import { fieldErrors } from '../../api/failure.ts';
import { byInput, type ContractShape, contractResolver } from './contract-resolver.ts';
import { toFormError } from './field-problem.ts';
import { useHeldOpen } from './form-dialog.tsx';

export interface FormOptions<S extends z.ZodType, V extends FieldValues> extends ContractShape<S, V> {
  initial: V;
  submit: (input: z.output<S>) => Promise<unknown>;
  /** Whether something would be lost by closing; when left out, whether anything differs from the beginning. */
  isTyped?: (values: V) => boolean;
}

export interface Form<V extends FieldValues> {
  control: Control<V>;
  setValue: UseFormSetValue<V>;
  clearErrors: UseFormClearErrors<V>;
  /** A failure that is not about an input of this form. */
  failure: unknown;
  busy: boolean;
  /** Changes when a submit was refused, here or by the server. */
  refusals: number;
  onSubmit: (event: BaseSyntheticEvent) => void;
}

/** A form checked by the contract's schema before it is sent, and by the server after. */
export function useContractForm<S extends z.ZodType, V extends FieldValues>(
  options: FormOptions<S, V>,
): Form<V> {
  const { initial, isTyped } = options;
  const form = useForm<V, unknown, z.output<S> & FieldValues>({
    defaultValues: initial as DefaultValues<V>,
    resolver: contractResolver(options),
    shouldFocusError: false,
  });
  const [failure, setFailure] = useState<unknown>(null);
  const [refusals, setRefusals] = useState(0);
  const sending = useRef(false);
  const { isDirty, isSubmitting } = form.formState;
  useHeldOpen({
    isTyped: () => isTyped?.(form.getValues()) ?? isDirty,
    isSending: () => sending.current,
  });

  async function send(input: z.output<S>): Promise<void> {
    try {
      await options.submit(input);
    } catch (error) {
      if (!showAtInputs(error, options, form)) setFailure(error);
      setRefusals((count) => count + 1);
    }
  }

  async function onSubmit(event: BaseSyntheticEvent): Promise<void> {
    event.stopPropagation();
    event.preventDefault();
    // The button shows that it is busy a moment after the second press of a fast finger.
    if (sending.current) return;
    sending.current = true;
    setFailure(null);
    try {
      await form.handleSubmit(send, () => setRefusals((count) => count + 1))(event);
    } finally {
      sending.current = false;
    }
  }

  return {
    control: form.control as unknown as Control<V>,
    setValue: form.setValue,
    clearErrors: form.clearErrors,
    failure,
    busy: isSubmitting,
    refusals,
    onSubmit: (event) => void onSubmit(event),
  };
}

interface Inputs<V extends FieldValues> {
  getValues: () => V;
  setError: UseFormSetError<V>;
}

/** Puts what the server refused at its inputs; false when some of it is about none of them. */
function showAtInputs<S extends z.ZodType, V extends FieldValues>(
  error: unknown,
  contract: ContractShape<S, V>,
  { getValues, setError }: Inputs<V>,
): boolean {
  const values = getValues();
  const problems = byInput(fieldErrors(error), contract, values);
  for (const [input, problem] of problems) {
    if (Object.hasOwn(values, input)) setError(input as FieldPath<V>, toFormError(problem));
  }
  return problems.length > 0 && problems.every(([input]) => Object.hasOwn(values, input));
}
