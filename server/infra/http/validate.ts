import type { Route } from '@neustream/shared/contracts/route.ts';
import type { Request } from 'express';
import type { z } from 'zod';
import { isPlainText, plainText } from './plain-text.ts';
import { malformed, notFound, validationFailed } from './problem.ts';

/**
 * Checks what came in against the route.
 * @throws Problem 404 for ids that cannot exist, 400 for no JSON, 422 field by field for the rest
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
  const given: unknown = request.body ?? {};
  // A node passes on what encoders and platforms said; refusing that would silence the node.
  const body = route.access === 'node' ? plainText(given) : given;
  if (typeof body !== 'object' || Array.isArray(body)) throw malformed('The body is not a JSON object.');
  const hasOtherBody = request.body === undefined && Number(request.get('content-length') ?? 0) > 0;
  if (hasOtherBody) throw malformed('The body is not JSON.');
  // Only of what the schema let through: anything else may be nested without end.
  const parsed = parse(schema, body);
  if (!isPlainText(parsed)) throw malformed('The body has characters that are no text.');
  return parsed;
}

function parse(schema: z.ZodType, value: unknown): unknown {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const fields: Record<string, string> = {};
  for (const issue of result.error.issues) fields[issue.path.join('.') || 'body'] ??= sentenceOf(issue);
  throw validationFailed(fields);
}

function sentenceOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_type' && issue.input === undefined) return 'This is missing.';
  return issue.message;
}
