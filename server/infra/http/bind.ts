import { IDEMPOTENCY_KEY } from '@neustream/shared/contracts/parameters.ts';
import type { Route } from '@neustream/shared/contracts/route.ts';
import type { Express } from 'express';
import type { Work } from '../database/transaction.ts';
import { KeptAnswer, type RepeatableCall } from '../idempotency/answer-once.ts';
import { type AdmissionDeps, admit } from './admission.ts';
import { sendAnswer } from './answer.ts';
import { readBody } from './body.ts';
import type { Call, Handlers } from './handler.ts';
import { isSameSite } from './origin.ts';
import { malformed } from './problem.ts';
import type { RateLimits } from './rate-limits.ts';
import { validate } from './validate.ts';

/** What runs before every handler. */
export interface Gate extends AdmissionDeps {
  limits: RateLimits;
  /** Does the work of an idempotent route; null where repeats are not recognised. */
  once<A>(call: RepeatableCall | null, work: (under: Work) => Promise<A>): Promise<KeptAnswer<A>>;
}

/** Binds each route of a contract to its handler: origin, sign-in, role, limit, body, validation, handler, answer. */
export function bindRoutes<const R extends Record<string, Route>>(
  app: Express,
  { routes, handlers, gate }: { routes: R; handlers: Handlers<R>; gate: Gate },
): void {
  for (const [name, route] of Object.entries(routes)) {
    const handler = handlers[name] as (call: object) => Promise<unknown>;
    app[route.method](route.path, async (request, response) => {
      response.locals.route = route.path;
      const ip = request.ip ?? 'unknown';
      const { caller, nodeId } = await admit(route, request, gate);
      // Before the body: parsing a large one is what costs.
      await gate.limits.count(route.limit, { userId: caller?.userId, address: ip }, response);
      await readBody(route, request, response);
      const mayUseCookies = isSameSite(request, gate.origins);
      const input = validate(route, request);
      const who = { caller, nodeId, ip, mayUseCookies };
      const call = { ...input, ...who, request, response } as unknown as Call<Route>;
      await sendAnswer(response, route, await perform({ route, gate, call, handler }));
    });
  }
}

interface Performance {
  route: Route;
  gate: Gate;
  call: Call<Route>;
  handler: (call: object) => Promise<unknown>;
}

async function perform({ route, gate, call, handler }: Performance): Promise<unknown> {
  if (!route.idempotent) return await handler(call);
  const repeatable = repeatableCall(route, call);
  const once = (work: (under: Work) => Promise<unknown>) => gate.once(repeatable, work);
  const kept = await handler({ ...call, once });
  if (!(kept instanceof KeptAnswer)) throw new Error(`${route.path} kept no answer.`);
  if (kept.repeated) call.response.set('Idempotency-Replayed', 'true');
  return kept.answer;
}

/** What identifies a repeat of this call; null if the caller does not ask for that. */
function repeatableCall(route: Route, { request, caller, body }: Call<Route>): RepeatableCall | null {
  const key = request.get('idempotency-key');
  if (key === undefined || !caller) return null;
  if (!IDEMPOTENCY_KEY.test(key)) {
    throw malformed('The Idempotency-Key must be 1 to 200 printable characters without spaces.');
  }
  return { userId: caller.userId, key, route: `${route.method} ${request.path}`, body, status: route.status };
}
