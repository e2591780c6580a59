import type { Route } from '@neustream/shared/contracts/route.ts';
import type { Express } from 'express';
import { Problem } from './problem.ts';

/**
 * Answers methods that no route of a known path takes: 405 with the methods it does take, and `OPTIONS` with the same.
 */
export function refuseOtherMethods(app: Express, routes: Readonly<Record<string, Route>>): void {
  const byPath = Map.groupBy(Object.values(routes), ({ path }) => path);
  for (const [path, taken] of byPath) {
    const methods = taken.flatMap(({ method }) =>
      method === 'get' ? ['GET', 'HEAD'] : [method.toUpperCase()],
    );
    const headers = { Allow: [...methods, 'OPTIONS'].join(', ') };
    app.all(path, (request, response) => {
      response.locals.route = path;
      if (request.method !== 'OPTIONS') throw methodNotAllowed(request.method, headers);
      response.set(headers).status(204).end();
    });
  }
}

function methodNotAllowed(method: string, headers: Record<string, string>): Problem {
  return new Problem(
    405,
    {
      code: 'METHOD_NOT_ALLOWED',
      fault: 'user',
      message: `This address does not accept ${method}.`,
      action: `Use one of: ${headers.Allow}.`,
    },
    headers,
  );
}
