import type { z } from 'zod';
import { FIELD_CODES, type FieldCode, type FieldError } from './errors.ts';

/**
 * What a schema found wrong, field by field: the first problem of each dotted path; `body` is the whole. Parse with `{
 * reportInput: true }`, which is how a missing field is distinguished from one of the wrong type. A schema picks a code
 * of its own by using it as the message of a check.
 */
export function fieldErrorsOf(error: z.ZodError): Record<string, FieldError> {
  const fields: Record<string, FieldError> = {};
  for (const issue of error.issues) fields[issue.path.join('.') || 'body'] ??= fieldErrorOf(issue);
  return fields;
}

/** The sentence for a field's error, in English or from the texts of another language. */
export function fieldSentence(
  { code, params = {} }: FieldError,
  texts: Readonly<Record<string, string>> = FIELD_CODES,
): string {
  const text = texts[code] ?? texts.NOT_VALID ?? FIELD_CODES.NOT_VALID;
  return text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(params[name] ?? ''));
}

type Issue = z.core.$ZodIssue;

function fieldErrorOf(issue: Issue): FieldError {
  if (isFieldCode(issue.message)) return { code: issue.message };
  switch (issue.code) {
    case 'invalid_type':
      return { code: typeCode(issue) };
    case 'too_small':
      return { code: SMALL[kindOf(issue.origin)], params: { min: Number(issue.minimum) } };
    case 'too_big':
      return { code: BIG[kindOf(issue.origin)], params: { max: Number(issue.maximum) } };
    case 'invalid_value':
      return isMissing(issue)
        ? { code: 'MISSING' }
        : { code: 'NOT_A_CHOICE', params: { choices: issue.values.map(String).join(', ') } };
    case 'invalid_format':
      return { code: FORMATS[issue.format] ?? 'NOT_VALID' };
    default:
      return { code: isMissing(issue) ? 'MISSING' : 'NOT_VALID' };
  }
}

function isFieldCode(text: string): text is FieldCode {
  return Object.hasOwn(FIELD_CODES, text);
}

function isMissing(issue: Issue): boolean {
  return 'input' in issue && issue.input === undefined;
}

const TYPES: Partial<Record<string, FieldCode>> = {
  string: 'NOT_TEXT',
  number: 'NOT_A_NUMBER',
  nan: 'NOT_A_NUMBER',
  int: 'NOT_WHOLE',
  boolean: 'NOT_TRUE_OR_FALSE',
  array: 'NOT_A_LIST',
  object: 'NOT_AN_OBJECT',
  record: 'NOT_AN_OBJECT',
};

function typeCode(issue: Extract<Issue, { code: 'invalid_type' }>): FieldCode {
  if (isMissing(issue)) return 'MISSING';
  return TYPES[issue.expected] ?? 'NOT_VALID';
}

const FORMATS: Partial<Record<string, FieldCode>> = {
  email: 'EMAIL_INVALID',
  uuid: 'NOT_AN_ID',
  safeint: 'NOT_WHOLE',
};

type Kind = 'text' | 'list' | 'number';
const SMALL = { text: 'TOO_SHORT', list: 'TOO_FEW', number: 'TOO_SMALL' } as const;
const BIG = { text: 'TOO_LONG', list: 'TOO_MANY', number: 'TOO_LARGE' } as const;

function kindOf(origin: string): Kind {
  if (origin === 'string') return 'text';
  return origin === 'array' || origin === 'set' ? 'list' : 'number';
}
