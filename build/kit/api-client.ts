import { randomUUID } from 'node:crypto';
import type { ErrorBody } from '@neustream/shared/contracts/errors.ts';
import type { Route, RouteCall, RouteResult } from '@neustream/shared/contracts/route.ts';
import { SERVER_ROUTES } from '@neustream/shared/contracts/server-http.ts';

type Routes = typeof SERVER_ROUTES;
export type RouteName = keyof Routes;

/** An answer that is not a success. */
export class ApiProblem extends Error {
  readonly status: number;
  readonly body: ErrorBody;

  constructor(route: Route, status: number, body: ErrorBody) {
    super(`${route.method.toUpperCase()} ${route.path} answered ${status} ${body.code}: ${body.error}`);
    this.status = status;
    this.body = body;
  }
}

/** A program's client of the HTTP API, typed by the contract. */
export class ApiClient {
  readonly serverUrl: string;
  /** Set by signing in; sent as Bearer. */
  accessToken: string | null = null;

  constructor(serverUrl: string) {
    this.serverUrl = serverUrl;
  }

  /** @throws ApiProblem */
  async call<N extends RouteName>(name: N, input?: RouteCall<Routes[N]>): Promise<RouteResult<Routes[N]>> {
    const route: Route = SERVER_ROUTES[name];
    const { params = {}, query = {}, body } = (input ?? {}) as CallParts;
    const path = route.path.replace(/:(\w+)/g, (_match, key: string) =>
      encodeURIComponent(params[key] ?? ''),
    );
    const search = new URLSearchParams(query).toString();
    const answer = await fetch(`${this.serverUrl}${path}${search === '' ? '' : `?${search}`}`, {
      method: route.method.toUpperCase(),
      headers: this.#headers(route),
      ...(route.body ? { body: JSON.stringify(body ?? {}) } : {}),
      signal: AbortSignal.timeout(20_000),
    });
    const text = await answer.text();
    if (!answer.ok) throw new ApiProblem(route, answer.status, JSON.parse(text) as ErrorBody);
    return (text === '' ? undefined : JSON.parse(text)) as RouteResult<Routes[N]>;
  }

  #headers(route: Route): Record<string, string> {
    return {
      'x-client': 'api',
      ...(route.body ? { 'content-type': 'application/json' } : {}),
      ...(route.idempotent ? { 'idempotency-key': randomUUID() } : {}),
      ...(this.accessToken === null ? {} : { authorization: `Bearer ${this.accessToken}` }),
    };
  }
}

interface CallParts {
  params?: Record<string, string>;
  query?: Record<string, string>;
  body?: unknown;
}
