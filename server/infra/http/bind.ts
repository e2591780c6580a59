import { createHash, timingSafeEqual } from 'node:crypto';
import type { Route } from '@neustream/shared/contracts/route.ts';
import type { Secret } from '@neustream/shared/kernel/secret.ts';
import express, { type Express, type Request, type Response } from 'express';
import type { RepeatableCall } from '../idempotency/idempotency.ts';
import type { Call, Caller, Handler, Handlers } from './handler.ts';
import { isSameSite, type OriginRule } from './origin.ts';
import { forbidden, malformed, unauthorized } from './problem.ts';
import type { RateLimits } from './rate-limits.ts';
import { validate } from './validate.ts';

/** What stands before every handler. */
export interface Gate {
  /** Who is signed in, by Bearer or cookie; null when nobody is. */
  authenticate(request: Request): Promise<Caller | null>;
  nodeToken: Secret;
  origins: OriginRule;
  limits: RateLimits;
  once(call: RepeatableCall): Promise<{ answer: unknown; repeated: boolean }>;
}

const readBody = express.json({ limit: '1mb' });
/** A node with many sessions reports more than a page may send. */
const readNodeBody = express.json({ limit: '16mb' });

const RANK = { user: 0, support: 1, admin: 2 } as const;

/** Binds each route of a contract to its handler: origin, sign-in, role, body, limit, validation, handler, answer. */
export function bindRoutes<const R extends Record<string, Route>>(
  app: Express,
  { routes, handlers, gate }: { routes: R; handlers: Handlers<R>; gate: Gate },
): void {
  for (const [name, route] of Object.entries(routes)) {
    const handler = handlers[name] as Handler<Route>;
    app[route.method](route.path, async (request, response) => {
      response.locals.route = route.path;
      const caller = await admit(route, request, gate);
      await takeBody(route, request, response);
      await gate.limits.count(route.limit, { userId: caller?.userId, address: ipOf(request) }, response);
      const input = validate(route, request);
      const call = { ...input, request, response, ip: ipOf(request), caller } as unknown as Call<Route>;
      const answer = await perform({ route, gate, call, handler });
      send(response, route, answer);
    });
  }
}

async function admit(route: Route, request: Request, gate: Gate): Promise<Caller | null> {
  if (route.access === 'node') {
    if (!isBearer(request, gate.nodeToken)) throw notSignedIn();
    return null;
  }
  const changes = route.method !== 'get';
  const bearer = request.get('authorization') !== undefined;
  if (changes && !bearer && !isSameSite(request, gate.origins)) throw wrongOrigin();
  const caller = await gate.authenticate(request);
  if (route.access === 'public') return caller;
  if (!caller) throw notSignedIn();
  if (RANK[caller.role] < RANK[route.access]) {
    throw forbidden({
      code: 'NOT_ALLOWED',
      message: 'Your account may not do this.',
      action: 'Ask an administrator.',
    });
  }
  return caller;
}

/** Reads the body, of nobody who may not call. */
function takeBody(route: Route, request: Request, response: Response): Promise<void> {
  const read = route.access === 'node' ? readNodeBody : readBody;
  return new Promise((resolve, reject) => {
    read(request, response, (error?: unknown) => (error ? reject(error) : resolve()));
  });
}

interface Performance {
  route: Route;
  gate: Gate;
  call: Call<Route>;
  handler: Handler<Route>;
}

async function perform({ route, gate, call, handler }: Performance): Promise<unknown> {
  const key = call.request.get('idempotency-key');
  if (!route.idempotent || key === undefined || !call.caller) return await handler(call);
  if (!/^[\x21-\x7e]{1,200}$/.test(key)) {
    throw malformed('The Idempotency-Key has to be 1 to 200 printable characters without spaces.');
  }
  const { answer, repeated } = await gate.once({
    userId: call.caller.userId,
    key,
    route: `${route.method} ${call.request.path}`,
    body: call.body,
    status: route.status,
    work: () => handler(call),
  });
  if (repeated) call.response.set('Idempotency-Replayed', 'true');
  return answer;
}

function send(response: Response, route: Route, answer: unknown): void {
  response.set('Cache-Control', 'no-store').status(route.status);
  if (route.status === 204) response.end();
  else response.json(answer);
}

function ipOf(request: Request): string {
  return request.ip ?? 'unknown';
}

function isBearer(request: Request, secret: Secret): boolean {
  const given = /^Bearer (\S+)$/i.exec(request.get('authorization') ?? '')?.[1] ?? '';
  return timingSafeEqual(digest(given), digest(secret.reveal()));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function notSignedIn() {
  return unauthorized({
    code: 'NOT_SIGNED_IN',
    message: 'You are not signed in.',
    action: 'Sign in and try again.',
  });
}

function wrongOrigin() {
  return forbidden({
    code: 'WRONG_ORIGIN',
    message: 'The request comes from another web page.',
    action: 'Open Neustream itself and try again there.',
  });
}
