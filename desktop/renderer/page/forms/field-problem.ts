import type { FieldError as Problem } from '@neustream/shared/contracts/errors.ts';
import type { ErrorOption, FieldError } from 'react-hook-form';

/** What is wrong with a field: its code, and the server's own sentence for codes that this page does not know. */
export interface FieldProblem extends Problem {
  sentence?: string | undefined;
}

/** A problem as react-hook-form keeps it: the code is its type, and the values of the sentence are its types. */
export function toFormError({ code, params = {}, sentence = '' }: FieldProblem): ErrorOption {
  const values = Object.entries(params).map(([name, value]) => [name, String(value)]);
  return { type: code, types: Object.fromEntries(values), message: sentence };
}

/** The problem that `toFormError` made an error of. */
export function fromFormError({ type, types = {}, message = '' }: FieldError): FieldProblem {
  const values = Object.entries(types).map(([name, value]) => [name, String(value)]);
  return { code: type, params: Object.fromEntries(values), sentence: message === '' ? undefined : message };
}
