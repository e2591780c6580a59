import { fieldErrorsOf } from '@neustream/shared/contracts/field-error.ts';
import type { Route } from '@neustream/shared/contracts/route.ts';
import type { Request } from 'express';
import type { z } from 'zod';
import { findUnstorable, plainText } from './plain-text.ts';
import { malformed, notFound, ValidationProblem, validationFailed, wrongType } from './problem.ts';

/**
 * Checks what came in against the route.
 * @throws Problem 404 for ids that cannot exist, 400 for no JSON object, 415 for no JSON, 422 field by field for the rest
 */
export function validate(route: Route, request: Request): { params: unknown; query: unknown; body: unknown } {
  return {
    params: route.params && paramsOf(route.params, request),
    query: route.query && parse(route.query, request.query),
    body: route.body && bodyOf(route, route.body, request),
  };
}

function paramsOf(schema: z.ZodObject, request: Request): unknown {
  const result = schema.safeParse(request.params);
  if (!result.success) throw notFound('thing');
  return result.data;
}

function bodyOf(route: Route, schema: z.ZodType, request: Request): unknown {
  const given: unknown = hasBody(request) ? (request.body ?? null) : undefined;
  if (given === null) throw wrongType('application/json');
  if (Array.isArray(given)) throw malformed('The body is not a JSON object.');
  // A node passes on what encoders and platforms said; refusing that would silence the node.
  return route.access === 'node' ? plainText(read(schema, given)) : parse(schema, given);
}

function hasBody(request: Request): boolean {
  return Number(request.get('content-length') ?? 0) > 0 || request.get('transfer-encoding') !== undefined;
}

function parse(schema: z.ZodType, value: unknown): unknown {
  const data = read(schema, value);
  const path = findUnstorable(data);
  if (path !== null) throw validationFailed({ [path.join('.') || 'body']: 'UNREADABLE_TEXT' });
  return data;
}

/** What the schema lets through; the rest may be nested without end, so it is looked at no further. */
function read(schema: z.ZodType, value: unknown): unknown {
  const result = schema.safeParse(value, { reportInput: true });
  if (!result.success) throw new ValidationProblem(fieldErrorsOf(result.error));
  return result.data;
}
