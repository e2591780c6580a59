import { refusalsOf } from '@neustream/shared/contracts/refusals.ts';
import type { Route } from '@neustream/shared/contracts/route.ts';
import { referToHeaders } from './headers.ts';
import type { Json } from './schemas.ts';

const RETRIED = ['409', '429', '503'];

/** The refusals of a route by status, each by reference. */
export function refusalReferences(route: Route): Record<string, Json> {
  return Object.fromEntries(
    Object.entries(refusalsOf(route)).map(([status, codes]) => [
      status,
      { $ref: `#/components/responses/${nameOf(status, codes)}` },
    ]),
  );
}

/** Every refusal of a route table, described once per combination of status and codes. */
export function refusalResponses(routes: Readonly<Record<string, Route>>): Record<string, Json> {
  const all = Object.values(routes).flatMap((route) => Object.entries(refusalsOf(route)));
  const named = all.map(([status, codes]): [string, Json] => [
    nameOf(status, codes),
    response(status, codes),
  ]);
  return Object.fromEntries(named.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function nameOf(status: string, codes: readonly string[]): string {
  return [status, ...codes].join('.');
}

function response(status: string, codes: readonly string[]): Json {
  const code = { type: 'object', properties: { code: { enum: codes } } };
  const schema = { allOf: [{ $ref: '#/components/schemas/Error' }, code] };
  return {
    description: `Not done: ${codes.join(', ')}.`,
    headers: referToHeaders([
      'X-Request-Id',
      'RateLimit-Limit',
      'RateLimit-Remaining',
      'RateLimit-Reset',
      ...(RETRIED.includes(status) ? (['Retry-After'] as const) : []),
      ...(status === '416' ? (['Content-Range'] as const) : []),
    ]),
    content: { 'application/json': { schema } },
  };
}
