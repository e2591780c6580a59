import { toNestErrors } from '@hookform/resolvers';
import { fieldErrorsOf } from '@neustream/shared/contracts/field-error.ts';
import type { FieldErrors, FieldValues, Resolver } from 'react-hook-form';
import type { z } from 'zod';
import type { RefusedField } from '../../api/failure.ts';
import { toFormError } from './field-problem.ts';

export interface ContractShape<S extends z.ZodType, V extends FieldValues> {
  /** The schema that the server checks the body with. */
  schema: S;
  /** Turns what was typed into what the schema checks; the same when left out. */
  shape?: ((values: V) => unknown) | undefined;
  /** Name of the input for a path of the body, where the two differ. */
  inputOf?: ((path: string, values: V) => string) | undefined;
}

/**
 * Checks a form as the server will. The zod resolver of react-hook-form keeps only an issue's sentence; here issues
 * become the contract's codes with their values, by the same function that the server uses.
 */
export function contractResolver<S extends z.ZodType, V extends FieldValues>(
  contract: ContractShape<S, V>,
): Resolver<V, unknown, z.output<S> & FieldValues> {
  const { schema, shape } = contract;
  return (values, _context, options) => {
    const parsed = schema.safeParse(shape?.(values) ?? values, { reportInput: true });
    if (parsed.success) return { values: parsed.data as z.output<S> & FieldValues, errors: {} };
    const problems = byInput(fieldErrorsOf(parsed.error), contract, values);
    const errors = problems.map(([input, problem]) => [input, toFormError(problem)]);
    return { values: {}, errors: toNestErrors<V>(Object.fromEntries(errors) as FieldErrors, options) };
  };
}

/** Problems by the input where they are shown instead of by their path in the body. */
export function byInput<S extends z.ZodType, V extends FieldValues>(
  problems: Readonly<Record<string, RefusedField | string>>,
  { inputOf }: ContractShape<S, V>,
  values: V,
): [string, RefusedField | string][] {
  return Object.entries(problems).map(([path, problem]) => [inputOf?.(path, values) ?? path, problem]);
}
