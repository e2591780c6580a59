import { infiniteQueryOptions, type QueryClient, queryOptions } from '@tanstack/react-query';
import type { ApiClient } from '../api/client.ts';

const ALL = ['sessions'];
const PAGE = 25;

export const sessionQueries = {
  /** Past and present sessions, newest first. */
  list: (api: ApiClient) =>
    infiniteQueryOptions({
      queryKey: [...ALL, 'list'],
      meta: { shows: ['sessions'] },
      initialPageParam: undefined as string | undefined,
      queryFn: ({ pageParam, signal }) =>
        api.call(
          'listSessions',
          { query: pageParam === undefined ? { limit: PAGE } : { limit: PAGE, cursor: pageParam } },
          signal,
        ),
      getNextPageParam: (page) => page.next_cursor ?? undefined,
    }),
  report: (api: ApiClient, id: string) =>
    queryOptions({
      queryKey: [...ALL, id],
      queryFn: ({ signal }) => api.call('sessionReport', { params: { id } }, signal),
    }),
};

export function forgetSessions(queryClient: QueryClient): void {
  queryClient.removeQueries({ queryKey: ALL });
}
