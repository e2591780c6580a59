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
};

export function forgetDestinations(queryClient: QueryClient): void {
  queryClient.removeQueries({ queryKey: ALL });
}
