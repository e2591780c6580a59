import {
  type CallArguments,
  type CallOptions,
  createContractClient,
} from '@neustream/shared/contracts/client.ts';
import { ApiFailure, unanswered } from '@neustream/shared/contracts/failure.ts';
import type { RouteResult } from '@neustream/shared/contracts/route.ts';
import { SERVER_ROUTES } from '@neustream/shared/contracts/server-http.ts';
import { randomId } from '@neustream/shared/contracts/web.ts';

type Routes = typeof SERVER_ROUTES;
export type RouteName = keyof Routes;
export type Answer<N extends RouteName> = RouteResult<Routes[N]>;
type Arguments<N extends RouteName> =
  CallArguments<Routes[N]> extends [input?: infer I, options?: CallOptions]
    ? [input?: I, signal?: AbortSignal]
    : [input: CallArguments<Routes[N]>[0], signal?: AbortSignal];

export interface ApiClient {
  /** Calls an endpoint of the contract. Throws `ApiFailure`. */
  call<N extends RouteName>(name: N, ...rest: Arguments<N>): Promise<Answer<N>>;
  /** Exchanges the refresh cookie for new ones; false when signed out. */
  refresh(): Promise<boolean>;
}

export interface ClientOptions {
  fetch: typeof fetch;
  /** Called with each outcome, so that screens can say that the server cannot be reached. */
  onReachable: (reachable: boolean) => void;
  /** Called when a call was refused and refreshing did not help. */
  onSignedOut: () => void;
}

const NEVER_REFRESHED: readonly RouteName[] = ['login', 'register', 'refresh', 'logout'];
const AWAY: readonly number[] = [0, 502, 503, 504];

/** The contract's client with cookies: after a 401, one refresh and one repeat. */
export function createApiClient({ fetch, onReachable, onSignedOut }: ClientOptions): ApiClient {
  let refreshing: Promise<boolean> | null = null;
  const contract = createContractClient(SERVER_ROUTES, { fetch });

  async function once<N extends RouteName>(name: N, ...rest: CallArguments<Routes[N]>): Promise<Answer<N>> {
    try {
      const answer = await contract.call(name, ...rest);
      onReachable(true);
      return answer;
    } catch (error) {
      if (error instanceof ApiFailure) onReachable(!AWAY.includes(error.status));
      throw error;
    }
  }

  function refresh(): Promise<boolean> {
    refreshing ??= alone(() => once('refresh'))
      .then(
        () => true,
        (error: unknown) => {
          if (!(error instanceof ApiFailure)) throw error;
          if (error.status === 0) throw error;
          if (error.status >= 500) throw unanswered('OFFLINE');
          // Even an answer that cannot be parsed brought new cookies.
          return error.status < 300;
        },
      )
      .finally(() => {
        refreshing = null;
      });
    return refreshing;
  }

  async function call<N extends RouteName>(name: N, ...[input, signal]: Arguments<N>): Promise<Answer<N>> {
    const options = { signal, idempotencyKey: randomId() };
    const attempt = () => once(name, ...([input, options] as CallArguments<Routes[N]>));
    try {
      return await attempt();
    } catch (error) {
      if (!isSignedOut(error) || NEVER_REFRESHED.includes(name)) throw error;
      if (!(await refresh())) {
        onSignedOut();
        throw error;
      }
    }
    return await attempt().catch((error: unknown) => {
      if (isSignedOut(error)) onSignedOut();
      throw error;
    });
  }

  return { call, refresh };
}

function isSignedOut(error: unknown): boolean {
  return error instanceof ApiFailure && error.status === 401;
}

/** Refresh tokens work once, so only one tab of this browser may use them at a time. */
function alone<T>(work: () => Promise<T>): Promise<T> {
  return navigator.locks === undefined ? work() : navigator.locks.request('neustream.refresh', work);
}
