import { QueryClient } from '@tanstack/react-query';
import { createApiClient } from '../api/client.ts';
import type { Edges } from '../api/context.tsx';
import { ApiFailure } from '../api/failure.ts';
import { useReachability } from '../api/reachability.ts';
import { createLiveSocket } from '../api/socket.ts';
import { useLiveStore } from '../live/state/live-store.ts';
import { forgetIngestKeys } from '../sources/ingest-keys.ts';

/** Constructs what the page talks to, once. */
export function createEdges(): { edges: Edges; queryClient: QueryClient } {
  const queryClient = new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 5000,
        // A refusal stays one; only a missing answer is worth another try.
        retry: (count, error) => count < 2 && error instanceof ApiFailure && error.status === 0,
      },
    },
  });
  const live = useLiveStore.getState();
  const api = createApiClient({
    fetch: (input, init) => fetch(input, init),
    onReachable: (reachable) => useReachability.getState().set(reachable),
    onSignedOut: () => {
      live.forget();
      forgetIngestKeys();
      queryClient.setQueryData(['me'], null);
    },
  });
  const socket = createLiveSocket({
    refresh: () => api.refresh(),
    onConnected: live.setConnected,
    onStatus: (event) => live.take(event.sourceId, event.session),
    onEnded: (event) => {
      for (const key of ['streams', 'sessions', 'subscription'])
        queryClient.invalidateQueries({ queryKey: [key] });
      queryClient.invalidateQueries({ queryKey: ['current', event.sourceId] });
    },
  });
  return { edges: { api, socket }, queryClient };
}
