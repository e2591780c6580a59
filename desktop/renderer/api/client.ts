import { jsonSchema } from '@neustream/shared/contracts/kinds.ts';
import type { Route, RouteCall, RouteResult } from '@neustream/shared/contracts/route.ts';
import { SERVER_ROUTES } from '@neustream/shared/contracts/server-http.ts';
import { ApiFailure, failureOf, unanswered } from './failure.ts';
import { addressOf, randomId } from './request.ts';

const DEADLINE_MS = 15_000;

type Routes = typeof SERVER_ROUTES;
export type RouteName = keyof Routes;
export type Answer<N extends RouteName> = RouteResult<Routes[N]>;
type Input<N extends RouteName> = RouteCall<Routes[N]>;
type Arguments<N extends RouteName> =
  Record<never, never> extends Input<N>
    ? [input?: Input<N>, signal?: AbortSignal]
    : [input: Input<N>, signal?: AbortSignal];

export interface ApiClient {
  /** Calls an endpoint of the contract. Throws `ApiFailure`. */
  call<N extends RouteName>(name: N, ...rest: Arguments<N>): Promise<Answer<N>>;
  /** Exchanges the refresh cookie for new ones; false when signed out. */
  refresh(): Promise<boolean>;
}

export interface ClientOptions {
  fetch: typeof fetch;
  /** Called with each outcome, so that screens can say that the server is away. */
  onReachable: (reachable: boolean) => void;
  /** Called when a call was refused and refreshing did not help. */
  onSignedOut: () => void;
}

interface Sending {
  route: Route;
  input: { params?: Record<string, unknown>; query?: Record<string, unknown>; body?: unknown };
  signal: AbortSignal | undefined;
  key: string;
}

const NEVER_REFRESHED: readonly RouteName[] = ['login', 'register', 'refresh', 'logout'];

/** Client of `SERVER_ROUTES`: one refresh and one repeat after a 401, a deadline on every call. */
export function createApiClient(options: ClientOptions): ApiClient {
  let refreshing: Promise<boolean> | null = null;

  async function send({ route, input, signal, key }: Sending): Promise<Response> {
    const deadline = AbortSignal.timeout(DEADLINE_MS);
    try {
      const response = await options.fetch(addressOf(route, input), {
        method: route.method.toUpperCase(),
        credentials: 'same-origin',
        headers: headersOf(route, input.body, key),
        signal: signal === undefined ? deadline : AbortSignal.any([signal, deadline]),
        ...(route.body === undefined ? {} : { body: JSON.stringify(input.body ?? {}) }),
      });
      options.onReachable(response.status !== 502 && response.status !== 503 && response.status !== 504);
      return response;
    } catch (error) {
      if (signal?.aborted === true) throw error;
      options.onReachable(false);
      throw unanswered(deadline.aborted ? 'TIMED_OUT' : 'OFFLINE');
    }
  }

  function refresh(): Promise<boolean> {
    refreshing ??= alone(() => send(sendingOf(SERVER_ROUTES.refresh, { body: {} })))
      .then((response) => {
        if (response.status >= 500) throw unanswered('OFFLINE');
        return response.ok;
      })
      .finally(() => {
        refreshing = null;
      });
    return refreshing;
  }

  async function call<N extends RouteName>(name: N, ...[input, signal]: Arguments<N>): Promise<Answer<N>> {
    const route: Route = SERVER_ROUTES[name];
    const sending = sendingOf(route, (input ?? {}) as Sending['input'], signal);
    let response = await send(sending);
    if (response.status === 401 && !NEVER_REFRESHED.includes(name)) {
      if (await refresh()) response = await send(sending);
      if (response.status === 401) options.onSignedOut();
    }
    if (!response.ok) throw await failureOf(response);
    return (await answerOf(route, response)) as Answer<N>;
  }

  return { call, refresh };
}

function sendingOf(route: Route, input: Sending['input'], signal?: AbortSignal): Sending {
  return { route, input, signal, key: randomId() };
}

function headersOf(route: Route, body: unknown, key: string): Record<string, string> {
  const headers: Record<string, string> = { accept: 'application/json' };
  if (route.body !== undefined || body !== undefined) headers['content-type'] = 'application/json';
  if (route.idempotent) headers['idempotency-key'] = key;
  return headers;
}

async function answerOf(route: Route, response: Response): Promise<unknown> {
  const schema = jsonSchema(route.answer);
  if (schema === null) return undefined;
  const parsed = schema.safeParse(await response.json().catch(() => null));
  if (parsed.success) return parsed.data;
  throw new ApiFailure({
    status: response.status,
    code: 'UNREADABLE',
    fault: 'ours',
    message: parsed.error.message,
    action: '',
    requestId: response.headers.get('x-request-id'),
  });
}

/** Refresh tokens work once, so only one tab of this browser may use them at a time. */
function alone<T>(work: () => Promise<T>): Promise<T> {
  return navigator.locks === undefined ? work() : navigator.locks.request('neustream.refresh', work);
}
