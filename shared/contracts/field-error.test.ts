import { expect, it } from 'vitest';
import { z } from 'zod';
import { fieldErrorsOf, fieldSentence } from './field-error.ts';
import { id } from './parameters.ts';

const errorOf = (schema: z.ZodType, value: unknown) => {
  const { error } = z.object({ field: schema }).safeParse({ field: value }, { reportInput: true });
  return fieldErrorsOf(error ?? new z.ZodError([])).field;
};

it.each([
  ['what is not there is missing', z.string(), undefined, 'MISSING', 'This is missing.'],
  ['a choice that is not made is missing', z.enum(['a', 'b']), undefined, 'MISSING', 'This is missing.'],
  ['a number is no text', z.string(), 5, 'NOT_TEXT', 'This has to be text.'],
  ['null is no text', z.string(), null, 'NOT_TEXT', 'This has to be text.'],
  ['a text is no number', z.number(), '5', 'NOT_A_NUMBER', 'This has to be a number.'],
  ['a text is no list', z.array(z.string()), 'a', 'NOT_A_LIST', 'This has to be a list.'],
  ['a part of a number is not whole', z.number().int(), 1.5, 'NOT_WHOLE', 'Use a whole number.'],
  ['a short text is too short', z.string().min(3), 'a', 'TOO_SHORT', 'Use at least 3 characters.'],
  ['a large number is too large', z.number().max(9), 10, 'TOO_LARGE', 'Use 9 or less.'],
  ['a long list is too long', z.array(z.string()).max(1), ['a', 'b'], 'TOO_MANY', 'List at most 1.'],
  [
    'an unknown choice is told the known ones',
    z.enum(['a', 'b']),
    'c',
    'NOT_A_CHOICE',
    'Choose one of: a, b.',
  ],
  ['no id is no id', id, 'x', 'NOT_AN_ID', 'This is not an id.'],
  ['a check may name a code', z.string().min(1, 'NAME_MISSING'), '', 'NAME_MISSING', 'Enter a name.'],
])('%s', (_name, schema, value, code, sentence) => {
  const error = errorOf(schema, value);
  expect(error?.code).toBe(code);
  expect(fieldSentence(error ?? { code: '' })).toBe(sentence);
});

it('of a field only the first thing is told, and what is wrong with the whole under "body"', () => {
  const schema = z.object({ list: z.array(z.object({ name: z.string().min(2).regex(/^b/) })) });
  const { error } = schema.safeParse({ list: [{ name: 'a' }] }, { reportInput: true });
  expect(Object.keys(fieldErrorsOf(error ?? new z.ZodError([])))).toEqual(['list.0.name']);
  const nothing = schema.safeParse(undefined, { reportInput: true }).error;
  expect(fieldErrorsOf(nothing ?? new z.ZodError([]))).toEqual({ body: { code: 'MISSING' } });
});

it('a code that this version does not know still gives a sentence', () => {
  expect(fieldSentence({ code: 'FROM_THE_FUTURE' })).toBe('This is not valid.');
});

it('an id is the same in whatever case it comes', () => {
  expect(id.parse('01980A5E-7B1C-7ABC-8DEF-0123456789AB')).toBe('01980a5e-7b1c-7abc-8def-0123456789ab');
});
