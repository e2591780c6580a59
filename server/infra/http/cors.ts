import type { RequestHandler } from 'express';
import type { OriginRule } from './origin.ts';

const SHOWN =
  'X-Request-Id, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset, Retry-After, Idempotency-Replayed';
const FOR_PREFLIGHT = {
  'Access-Control-Allow-Methods': 'GET, POST, PUT, PATCH, DELETE',
  'Access-Control-Allow-Headers': 'Authorization, Content-Type, Idempotency-Key, X-Client',
  'Access-Control-Max-Age': '600',
};

/** Lets pages from origins that the operator allowed read our answers; pages from anywhere else get nothing. */
export function cors({ allowedOrigins }: Pick<OriginRule, 'allowedOrigins'>): RequestHandler {
  return (request, response, next) => {
    const { origin } = request.headers;
    response.vary('Origin');
    if (origin === undefined || !allowedOrigins.includes(origin)) return next();
    response.set('Access-Control-Allow-Origin', origin).set('Access-Control-Allow-Credentials', 'true');
    response.set('Access-Control-Expose-Headers', SHOWN);
    if (request.method !== 'OPTIONS') return next();
    response.set(FOR_PREFLIGHT).status(204).end();
  };
}
