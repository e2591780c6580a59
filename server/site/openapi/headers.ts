import { IDEMPOTENCY_KEY } from '@neustream/shared/contracts/parameters.ts';
import type { Route } from '@neustream/shared/contracts/route.ts';
import type { Json } from './schemas.ts';

const seconds = { type: 'string', pattern: '^[0-9]+$' };
const count = { type: 'string', pattern: '^[0-9]+$' };

/** The headers of answers, each described once. */
export const HEADERS = {
  'X-Request-Id': {
    description: 'Identifies this call in our logs; quote it when you contact support.',
    required: true,
    schema: { type: 'string', format: 'uuid' },
  },
  'RateLimit-Limit': { description: 'Calls allowed in the current minute.', schema: count },
  'RateLimit-Remaining': { description: 'Calls left in the current minute.', schema: count },
  'RateLimit-Reset': { description: 'Seconds until the count starts again.', schema: seconds },
  'Retry-After': { description: 'Seconds after which to try again.', schema: seconds },
  'Idempotency-Replayed': {
    description: 'The answer is that of the first call with this key.',
    schema: { type: 'string', enum: ['true'] },
  },
  Location: { description: 'Where the browser should go.', required: true, schema: { type: 'string' } },
  'Accept-Ranges': {
    description: 'Parts of the file can be requested.',
    schema: { type: 'string', enum: ['bytes'] },
  },
  'Content-Range': { description: 'Which part of the file this is.', schema: { type: 'string' } },
} satisfies Record<string, Json>;

type HeaderName = keyof typeof HEADERS;

/** Which headers a success of this status has. */
export function headersOf(route: Route, status: number): Json {
  const names: HeaderName[] = ['X-Request-Id'];
  if (route.limit !== 'none') names.push('RateLimit-Limit', 'RateLimit-Remaining', 'RateLimit-Reset');
  if (route.idempotent) names.push('Idempotency-Replayed');
  if (status === 302 || status === 303) names.push('Location');
  if (isFile(route)) names.push('Accept-Ranges');
  if (status === 206) names.push('Content-Range');
  return referToHeaders(names);
}

export function referToHeaders(names: readonly HeaderName[]): Json {
  return Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));
}

/** Whether the route answers with a file. */
export function isFile({ answer }: { answer?: Route['answer'] }): boolean {
  return answer !== undefined && 'kind' in answer && answer.kind === 'file';
}

export const IDEMPOTENCY_PARAMETER = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description: 'A new value for each separate call; a repeat with the same value receives the same answer.',
  schema: { type: 'string', minLength: 1, maxLength: 200, pattern: IDEMPOTENCY_KEY.source },
};

export const RANGE_PARAMETER = {
  name: 'Range',
  in: 'header',
  required: false,
  description: 'Part of the file to send (RFC 9110, 14.2).',
  schema: { type: 'string', pattern: '^bytes=([0-9]+-[0-9]*|-[0-9]+)$' },
};
