import { jsonSchema } from '@neustream/shared/contracts/kinds.ts';
import type { Route } from '@neustream/shared/contracts/route.ts';
import type { z } from 'zod';
import { headersOf, IDEMPOTENCY_PARAMETER, isFile, RANGE_PARAMETER } from './headers.ts';
import { refusalReferences } from './refusals.ts';
import { isOptional, type Json, schemaOf } from './schemas.ts';

export interface Operation {
  operationId: string;
  tags: string[];
  summary: string;
  description?: string;
  security: Record<string, string[]>[];
  parameters?: Json[];
  requestBody?: Json;
  responses: Record<string, Json>;
}

/** One route as an operation of the document. */
export function operationOf(name: string, route: Route): Operation {
  const parameters = parametersOf(route);
  return {
    operationId: name,
    tags: [route.tag],
    summary: route.summary,
    ...(route.description === undefined ? {} : { description: route.description }),
    security: route.access === 'public' ? [] : [{ bearer: [] }, { cookie: [] }],
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(route.body ? { requestBody: requestBodyOf(route.body) } : {}),
    responses: { ...successesOf(route), ...refusalReferences(route) },
  };
}

function parametersOf(route: Route): Json[] {
  const { params, query, headers, body, idempotent } = route;
  const signature = body && 'kind' in body && body.kind === 'raw' ? [signatureParameter(body.signature)] : [];
  return [
    ...parametersIn('path', params),
    ...parametersIn('query', query),
    ...parametersIn('header', headers),
    ...signature,
    ...(idempotent ? [IDEMPOTENCY_PARAMETER] : []),
    ...(isFile(route) ? [RANGE_PARAMETER] : []),
  ];
}

function parametersIn(place: 'path' | 'query' | 'header', schema: z.ZodObject | undefined): Json[] {
  return Object.entries(schema?.shape ?? {}).map(([name, part]) => ({
    name,
    in: place,
    required: place === 'path' || !isOptional(part as z.ZodType),
    schema: schemaOf(part as z.ZodType, 'output'),
  }));
}

function signatureParameter(name: string): Json {
  return { name, in: 'header', required: true, schema: { type: 'string' } };
}

function requestBodyOf(body: NonNullable<Route['body']>): Json {
  const json = jsonSchema(body);
  if (json) {
    return {
      required: !isOptional(json),
      content: { 'application/json': { schema: schemaOf(json, 'input') } },
    };
  }
  if ('kind' in body && body.kind === 'raw') {
    return { required: true, content: { [body.type]: { schema: { type: 'string', format: 'binary' } } } };
  }
  const form = 'kind' in body && body.kind === 'form' ? schemaOf(body.schema, 'input') : {};
  return { required: true, content: { 'application/x-www-form-urlencoded': { schema: form } } };
}

function successesOf(route: Route): Record<string, Json> {
  const content = contentOf(route.answer);
  const answer = (status: number, description: string) => ({
    [status]: { description, headers: headersOf(route, status), ...(content ? { content } : {}) },
  });
  const whole = answer(route.status, content ? 'Done.' : 'Done; no body.');
  return isFile(route) ? { ...whole, ...answer(206, 'The requested part.') } : whole;
}

function contentOf(answer: Route['answer']): Json | null {
  const json = jsonSchema(answer);
  if (json) return { 'application/json': { schema: schemaOf(json, 'output') } };
  if (!answer || !('kind' in answer) || answer.kind === 'redirect') return null;
  const binary = answer.kind === 'file' ? { format: 'binary' } : {};
  return { [answer.type]: { schema: { type: 'string', ...binary } } };
}
