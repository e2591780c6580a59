import { type QueryClient, queryOptions } from '@tanstack/react-query';
import type { ApiClient } from '../api/client.ts';

const ALL = ['destinations'];

export const destinationQueries = {
  /** Destinations of a source, in their order. */
  of: (api: ApiClient, sourceId: string) =>
    queryOptions({
      queryKey: [...ALL, sourceId],
      meta: { shows: ['destinations'] },
      queryFn: async ({ signal }) =>
        (await api.call('listDestinations', { params: { id: sourceId } }, signal)).destinations,
    }),
  /** A test of a destination's connection: runs once on request, and is abandoned when its window is closed. */
  test: (api: ApiClient, id: string) =>
    queryOptions({
      queryKey: [...ALL, id, 'test'],
      queryFn: ({ signal }) => api.call('testDestination', { params: { id } }, signal),
      gcTime: 0,
      staleTime: Number.POSITIVE_INFINITY,
      retry: false,
    }),
};

export function forgetDestinations(queryClient: QueryClient): void {
  queryClient.removeQueries({ queryKey: ALL });
}
