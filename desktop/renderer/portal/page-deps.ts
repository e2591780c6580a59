import { ApiFailure } from '@neustream/shared/contracts/failure.ts';
import { QueryClient } from '@tanstack/react-query';
import { createApiClient } from '../api/client.ts';
import { useConnection } from '../api/connection.ts';
import type { PageDeps } from '../api/context.tsx';
import { createLiveSocket } from '../api/socket.ts';
import { noteSignedOutElsewhere } from '../auth/public.ts';
import type { Feature } from '../page/feature.ts';

/** Constructs the connections to the server, once, and lets each feature listen to them. */
export function createPageDeps(features: readonly Feature[]): { deps: PageDeps; queryClient: QueryClient } {
  const queryClient = new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 5000,
        // A refusal is final; only a missing answer is worth another try.
        retry: (count, error) => count < 2 && error instanceof ApiFailure && error.status === 0,
      },
    },
  });
  const { setReachable, setConnected } = useConnection.getState();
  const api = createApiClient({
    fetch: (input, init) => fetch(input, init),
    onReachable: setReachable,
    onSignedOut: () => {
      noteSignedOutElsewhere(queryClient);
      forgetPerson();
    },
  });
  const socket = createLiveSocket({ refresh: () => api.refresh(), onConnected: setConnected });
  const deps = { api, socket, queryClient };
  const forgetPerson = (): void => {
    for (const { forget } of features) forget?.(deps);
  };
  for (const { listen } of features) listen?.(deps);
  return { deps: { api, socket, forgetPerson }, queryClient };
}
