import { fieldErrorsOf } from '@neustream/shared/contracts/field-error.ts';
import type { Route, RouteInput } from '@neustream/shared/contracts/route.ts';
import type { Request } from 'express';
import { z } from 'zod';
import { findUnstorable, plainText } from './plain-text.ts';
import { malformed, notFound, ValidationProblem, validationFailed } from './problem.ts';

/**
 * Checks the input against the route.
 * @throws Problem 404 for ids that cannot exist, 400 when the body is not a JSON object, 422 field by field for
 * everything else
 */
export function validate(route: Route, request: Request): Record<keyof RouteInput<Route>, unknown> {
  return {
    params: route.params && paramsOf(route.params, request),
    query: route.query && parse(route.query, request.query),
    headers: route.headers && parse(route.headers, request.headers),
    body: route.body && bodyOf(route, route.body, request),
  };
}

function paramsOf(schema: z.ZodObject, request: Request): unknown {
  const result = schema.safeParse(request.params);
  if (!result.success) throw notFound('item');
  return result.data;
}

function bodyOf(route: Route, kind: NonNullable<Route['body']>, request: Request): unknown {
  if (kind instanceof z.ZodType) return jsonOf(route, kind, request.body);
  if (kind.kind === 'form') return parse(kind.schema, request.body ?? {});
  const signature = request.get(kind.signature);
  if (signature === undefined) throw malformed(`The header ${kind.signature} is missing.`);
  return { bytes: request.body ?? Buffer.alloc(0), signature };
}

function jsonOf(route: Route, schema: z.ZodType, given: unknown): unknown {
  if (Array.isArray(given)) throw malformed('The body is not a JSON object.');
  // A node passes on what encoders and platforms said; refusing that would silence the node.
  return route.access === 'node' ? plainText(read(schema, given)) : parse(schema, given);
}

function parse(schema: z.ZodType, value: unknown): unknown {
  const data = read(schema, value);
  const path = findUnstorable(data);
  if (path !== null) throw validationFailed({ [path.join('.') || 'body']: 'UNREADABLE_TEXT' });
  return data;
}

/** What the schema lets through; the rest may be nested without limit, so it is not inspected further. */
function read(schema: z.ZodType, value: unknown): unknown {
  const result = schema.safeParse(value, { reportInput: true });
  if (!result.success) throw new ValidationProblem(fieldErrorsOf(result.error));
  return result.data;
}
