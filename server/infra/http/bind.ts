import { IDEMPOTENCY_KEY } from '@neustream/shared/contracts/parameters.ts';
import type { Route } from '@neustream/shared/contracts/route.ts';
import type { Express } from 'express';
import type { RepeatableCall } from '../idempotency/idempotency.ts';
import { type AdmissionDeps, admit } from './admission.ts';
import { sendAnswer } from './answer.ts';
import { readBody } from './body.ts';
import type { Call, Handler, Handlers } from './handler.ts';
import { isSameSite } from './origin.ts';
import { malformed } from './problem.ts';
import type { RateLimits } from './rate-limits.ts';
import { validate } from './validate.ts';

/** What stands before every handler. */
export interface Gate extends AdmissionDeps {
  limits: RateLimits;
  once(call: RepeatableCall): Promise<{ answer: unknown; repeated: boolean }>;
}

/** Binds each route of a contract to its handler: origin, sign-in, role, body, limit, validation, handler, answer. */
export function bindRoutes<const R extends Record<string, Route>>(
  app: Express,
  { routes, handlers, gate }: { routes: R; handlers: Handlers<R>; gate: Gate },
): void {
  for (const [name, route] of Object.entries(routes)) {
    const handler = handlers[name] as Handler<Route>;
    app[route.method](route.path, async (request, response) => {
      response.locals.route = route.path;
      const ip = request.ip ?? 'unknown';
      const caller = await admit(route, request, gate);
      await readBody(route, request, response);
      await gate.limits.count(route.limit, { userId: caller?.userId, address: ip }, response);
      const mayUseCookies = isSameSite(request, gate.origins);
      const input = validate(route, request);
      const call = { ...input, request, response, ip, mayUseCookies, caller } as unknown as Call<Route>;
      await sendAnswer(response, route, await perform({ route, gate, call, handler }));
    });
  }
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
  if (!IDEMPOTENCY_KEY.test(key)) {
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
