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
  /** Whether closing would lose something; if left out, whether anything differs from the initial values. */
  isTyped?: (values: V) => boolean;
}

export interface Form<V extends FieldValues> {
  control: Control<V>;
  setValue: UseFormSetValue<V>;
  clearErrors: UseFormClearErrors<V>;
  /** A failure that is not about an input of this form. */
  failure: unknown;
  busy: boolean;
  /** Changes whenever a submit is refused, here or by the server. */
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
  const { isDirty, isSubmitting } = form.formState;
  const { isSending, ...sending } = useSending(form, options);
  useHeldOpen({ isSending, isTyped: () => isTyped?.(form.getValues()) ?? isDirty });
  return {
    control: form.control as unknown as Control<V>,
    setValue: form.setValue,
    clearErrors: form.clearErrors,
    busy: isSubmitting,
    ...sending,
  };
}

interface Inputs<S extends z.ZodType, V extends FieldValues> {
  getValues: () => V;
  setError: UseFormSetError<V>;
  handleSubmit: (
    onValid: (input: z.output<S> & FieldValues) => Promise<void>,
    onInvalid: () => void,
  ) => (event: BaseSyntheticEvent) => Promise<void>;
}

/** Submits a form, one submission at a time, and reports the outcome. */
function useSending<S extends z.ZodType, V extends FieldValues>(
  form: Inputs<S, V>,
  options: FormOptions<S, V>,
) {
  const [failure, setFailure] = useState<unknown>(null);
  const [refusals, setRefusals] = useState(0);
  const sending = useRef(false);

  async function attempt(event: BaseSyntheticEvent): Promise<void> {
    let refused = false;
    const send = async (input: z.output<S>): Promise<void> => {
      try {
        await options.submit(input);
      } catch (error) {
        refused = true;
        if (!showAtInputs(error, options, form)) setFailure(error);
      }
    };
    const refuse = (): void => {
      refused = true;
    };
    await form.handleSubmit(send, refuse)(event);
    // Not earlier: the errors are only shown now.
    if (refused) setRefusals((count) => count + 1);
  }

  function onSubmit(event: BaseSyntheticEvent): void {
    event.stopPropagation();
    event.preventDefault();
    // The button shows that it is busy only a moment after a fast second press.
    if (sending.current) return;
    sending.current = true;
    setFailure(null);
    void attempt(event).finally(() => {
      sending.current = false;
    });
  }

  return { failure, refusals, onSubmit, isSending: () => sending.current };
}

/** Shows what the server refused at its inputs; false when some of it concerns none of them. */
function showAtInputs<S extends z.ZodType, V extends FieldValues>(
  error: unknown,
  contract: ContractShape<S, V>,
  { getValues, setError }: Pick<Inputs<S, V>, 'getValues' | 'setError'>,
): boolean {
  const values = getValues();
  const problems = byInput(fieldErrors(error), contract, values);
  for (const [input, problem] of problems) {
    if (Object.hasOwn(values, input)) setError(input as FieldPath<V>, toFormError(problem));
  }
  return problems.length > 0 && problems.every(([input]) => Object.hasOwn(values, input));
}
