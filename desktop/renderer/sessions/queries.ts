import { infiniteQueryOptions, type QueryClient, queryOptions } from '@tanstack/react-query';
import type { ApiClient } from '../api/client.ts';

const ALL = ['sessions'];
const PAGE = 25;
const EVENTS_PAGE = 1000;

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
      queryFn: ({ signal }) => wholeReport(api, id, signal),
    }),
};

/** The report with its whole timeline, which the API returns in pages. */
async function wholeReport(api: ApiClient, id: string, signal: AbortSignal) {
  const params = { id };
  const first = await api.call('sessionReport', { params, query: { limit: EVENTS_PAGE } }, signal);
  const events = [...first.events];
  for (let cursor = first.next_cursor; cursor !== null; ) {
    const query = { limit: EVENTS_PAGE, cursor };
    const page = await api.call('sessionReport', { params, query }, signal);
    events.push(...page.events);
    cursor = page.next_cursor;
  }
  return { ...first, events };
}

export function forgetSessions(queryClient: QueryClient): void {
  queryClient.removeQueries({ queryKey: ALL });
}
