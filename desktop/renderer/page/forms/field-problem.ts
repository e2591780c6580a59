import type { ErrorOption, FieldError } from 'react-hook-form';
import type { RefusedField } from '../../api/failure.ts';

/** A sentence without a code stays as the server wrote it. */
const NO_CODE = 'NO_CODE';

/**
 * A problem in the form that react-hook-form stores: its type is the code, its types are the values for the sentence.
 */
export function toFormError(problem: RefusedField | string): ErrorOption {
  if (typeof problem === 'string') return { type: NO_CODE, message: problem };
  const { code, params = {}, sentence = '' } = problem;
  const values = Object.entries(params).map(([name, value]) => [name, String(value)]);
  return { type: code, types: Object.fromEntries(values), message: sentence };
}

/** The problem that `toFormError` turned into an error. */
export function fromFormError({ type, types = {}, message = '' }: FieldError): RefusedField {
  const values = Object.entries(types).map(([name, value]) => [name, String(value)]);
  return { code: type, params: Object.fromEntries(values), sentence: message === '' ? undefined : message };
}
