import { z } from 'zod';
import type { RefusalStatus, Refusals, Route } from './route.ts';

/**
 * Every refusal a route may answer with: its own codes, and those of everything that runs before its handler (reading
 * the body, sign-in, origin, limits, validation, idempotency, the database).
 */
export function refusalsOf(route: Route): Refusals {
  const found = new Map<RefusalStatus, Set<string>>();
  const add = (given: Refusals) => {
    for (const [status, codes] of Object.entries(given)) {
      const key = Number(status) as RefusalStatus;
      found.set(key, new Set([...(found.get(key) ?? []), ...codes]));
    }
  };
  for (const { applies, refusals } of COMMON) if (applies(route)) add(refusals);
  add(route.refusals ?? {});
  const sorted = [...found].sort(([a], [b]) => a - b);
  return Object.fromEntries(sorted.map(([status, codes]) => [status, [...codes]]));
}

interface Common {
  applies: (route: Route) => boolean;
  refusals: Refusals;
}

const INPUT: readonly Common[] = [
  {
    applies: ({ params, body, idempotent }) => Boolean(params || body || idempotent),
    refusals: { 400: ['MALFORMED'] },
  },
  { applies: ({ params }) => params !== undefined, refusals: { 404: ['NOT_FOUND'] } },
  {
    applies: ({ body }) => body !== undefined,
    refusals: { 413: ['TOO_LARGE'], 415: ['WRONG_CONTENT_TYPE'] },
  },
  {
    applies: ({ body, query, headers }) => [body, query, headers].some(isChecked),
    refusals: { 422: ['VALIDATION_FAILED'] },
  },
  {
    applies: ({ idempotent }) => idempotent === true,
    refusals: { 409: ['REQUEST_UNDER_WAY'], 422: ['IDEMPOTENCY_KEY_REUSED'] },
  },
  {
    applies: ({ answer }) => isKind(answer, 'file'),
    refusals: { 404: ['NOT_FOUND'], 416: ['NO_SUCH_RANGE'] },
  },
];

const CALLER: readonly Common[] = [
  { applies: ({ access }) => access !== 'public', refusals: { 401: ['NOT_SIGNED_IN'] } },
  { applies: ({ access }) => access === 'support' || access === 'admin', refusals: { 403: ['NOT_ALLOWED'] } },
  {
    applies: ({ access, method }) => access !== 'node' && method !== 'get',
    refusals: { 403: ['WRONG_ORIGIN'] },
  },
  { applies: ({ limit }) => limit !== 'none', refusals: { 429: ['TOO_MANY_REQUESTS'] } },
];

const OURS: readonly Common[] = [
  {
    applies: () => true,
    refusals: { 500: ['INTERNAL'], 503: ['DATABASE_UNAVAILABLE', 'DATABASE_FULL', 'STARTING'] },
  },
];

const COMMON = [...INPUT, ...CALLER, ...OURS];

function isKind(part: unknown, kind: string): boolean {
  return typeof part === 'object' && part !== null && 'kind' in part && part.kind === kind;
}

/** Whether a schema validates this part of a request; raw bytes are checked by their signature instead. */
function isChecked(part: unknown): boolean {
  return part instanceof z.ZodType || isKind(part, 'form');
}
