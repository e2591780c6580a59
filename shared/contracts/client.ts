import { failureOf, unanswered, unreadable } from './failure.ts';
import { jsonSchema, type Redirect } from './kinds.ts';
import { addressOf, bodyOf, type CallInput } from './request.ts';
import type { Route, RouteCall, RouteResult } from './route.ts';
import { type Fetch, randomId, type Signal, type WebResponse, withDeadline } from './web.ts';

type Table = Readonly<Record<string, Route>>;

/** Routes that a program can call; redirects are for browsers. */
export type CallableName<R extends Table> = {
  [N in keyof R & string]: R[N] extends { answer: Redirect } ? never : N;
}[keyof R & string];

export interface CallOptions {
  signal?: Signal | undefined;
  /**
   * Identifies a call that must take effect only once: pass the same key when repeating it. A new one is made unless
   * given.
   */
  idempotencyKey?: string;
}

/** What a call takes after the route's name; optional when the route needs no input. */
export type CallArguments<T extends Route> =
  Record<never, never> extends RouteCall<T>
    ? [input?: RouteCall<T>, options?: CallOptions]
    : [input: RouteCall<T>, options?: CallOptions];

export interface ContractClient<R extends Table> {
  /**
   * Calls an endpoint and checks the answer against the contract.
   * @throws ApiFailure, or the reason of `signal` if it ended the call
   */
  call<N extends CallableName<R>>(name: N, ...rest: CallArguments<R[N]>): Promise<RouteResult<R[N]>>;
}

export interface ClientDeps {
  fetch: Fetch;
  /** Prefix of every path, such as `https://studio.example`; empty on pages. */
  baseUrl?: string;
  /** The current access token; null leaves authentication to cookies. */
  accessToken?: () => string | null;
  /** Headers sent with every call. */
  headers?: Readonly<Record<string, string>>;
  /** Longest duration of a call, in ms. */
  deadlineMs?: number;
}

const DEADLINE_MS = 15_000;

/** The typed client of a route table, for pages, programs and tests. */
export function createContractClient<R extends Table>(routes: R, deps: ClientDeps): ContractClient<R> {
  return {
    async call<N extends CallableName<R>>(name: N, ...[input, options]: CallArguments<R[N]>) {
      const route: Route = routes[name] as Route;
      const response = await send(deps, { route, input: (input ?? {}) as CallInput, options: options ?? {} });
      if (!response.ok) throw await failureOf(response);
      return (await answerOf(route, response)) as RouteResult<R[N]>;
    },
  };
}

interface Sending {
  route: Route;
  input: CallInput;
  options: CallOptions;
}

async function send(deps: ClientDeps, { route, input, options }: Sending): Promise<WebResponse> {
  const { body, headers } = bodyOf(route, input.body);
  const token = deps.accessToken?.() ?? null;
  const { signal, deadline } = withDeadline(deps.deadlineMs ?? DEADLINE_MS, options.signal);
  try {
    return await deps.fetch(`${deps.baseUrl ?? ''}${addressOf(route, input)}`, {
      method: route.method.toUpperCase(),
      headers: {
        accept: acceptOf(route),
        ...headers,
        ...(route.idempotent ? { 'idempotency-key': options.idempotencyKey ?? randomId() } : {}),
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        ...deps.headers,
      },
      ...(body === undefined ? {} : { body }),
      signal,
    });
  } catch (error) {
    if (options.signal?.aborted) throw error;
    throw unanswered(deadline.aborted ? 'TIMED_OUT' : 'OFFLINE');
  }
}

/** Errors are JSON, whatever kind of answer the route has. */
function acceptOf({ answer }: Route): string {
  const type = answer && 'type' in answer && 'kind' in answer ? `${answer.type}, ` : '';
  return `${type}application/json`;
}

async function answerOf({ answer }: Route, response: WebResponse): Promise<unknown> {
  if (answer === undefined) return undefined;
  const schema = jsonSchema(answer);
  if (schema) {
    const parsed = schema.safeParse(await response.json().catch(() => null));
    if (parsed.success) return parsed.data;
    throw unreadable(response, parsed.error.message);
  }
  const isText = 'kind' in answer && answer.kind === 'text';
  return isText ? await response.text() : new Uint8Array(await response.arrayBuffer());
}
